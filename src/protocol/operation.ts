import type { ServiceExceptions } from "../errors/service-exceptions.ts";
import type { OperationResponse } from "./operation-response.ts";

/** A request before it has a host and a signature. */
export interface HttpRequest {
  /** Default: `"POST"`. */
  readonly method?: string | undefined;
  /** In place of the client's own, without a slash at its end. */
  readonly endpoint?: string | undefined;
  /** What follows the endpoint, percent-encoded, its query included: `"/model/a%3A0/invoke"`. */
  readonly path: string;
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** Headers that a runtime may rewrite, which the signature therefore leaves out. */
  readonly unsignedHeaders?: { readonly [name: string]: string } | undefined;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * An operation of the service: how its input becomes a request, and a response its output.
 *
 * A client knows an operation only by this interface, so operations of your own run like those
 * that are exported here.
 *
 * @example
 * ```ts
 * import { BedrockClient, type Operation } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const countWords: Operation<{ modelId: string; text: string }, number> = {
 *   request: ({ modelId, text }) => ({
 *     path: `/model/${encodeURIComponent(modelId)}/invoke`,
 *     headers: { "content-type": "application/json" },
 *     body: new TextEncoder().encode(
 *       JSON.stringify({ messages: [{ role: "user", content: [{ text }] }] }),
 *     ),
 *   }),
 *   response: async (response) => (await response.bytes()).text().split(/\s+/).length,
 * };
 *
 * const bedrock = new BedrockClient({ ...fromEnv(), region: "us-east-1" });
 * console.log(await bedrock.call(countWords, { modelId: "us.amazon.nova-2-lite-v1:0", text: "Hi" }));
 * ```
 */
export interface Operation<Input, Output> {
  /** The input as a request. Input that cannot work should throw here: nothing has been sent yet. */
  request(input: Input): HttpRequest | Promise<HttpRequest>;
  /** The output of a response, which is a success unless `acceptsErrors` is set. */
  response(response: OperationResponse): Output | Promise<Output>;
  /** Whether `response` is also called for a status that is not 2xx. Default: false. */
  readonly acceptsErrors?: boolean | undefined;
  /**
   * Whether the response arrives piece by piece as it is generated. One that arrives as a whole is
   * not requested again when it outlasts `requestTimeoutMs`: it is being paid for. Default: false.
   */
  readonly isStreamed?: boolean | undefined;
  /** The exceptions that have a class of their own, by name. Default: those that all operations share. */
  readonly exceptions?: ServiceExceptions | undefined;
}
