import type { ResponseMetadata } from "../errors/response-metadata.ts";
import type { ByteSource } from "./byte-source.ts";
import type { RequestBinding } from "./http-request.ts";

/** A response, its body still to be read. */
export interface OperationResponse {
  readonly headers: Headers;
  readonly status: number;
  readonly bytes: ByteSource;
  readonly $metadata: ResponseMetadata;
}

/** An operation of the service: how its input travels, and what its answer says. */
export interface Operation<Output> {
  readonly request: RequestBinding;
  output(response: OperationResponse): Promise<Output>;
}
