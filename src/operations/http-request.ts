import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { checkGuardrail } from "./guardrail.ts";
import type { InvokeModelInput } from "./inputs.ts";
import { checkMembers } from "./known-members.ts";
import { encodeModelId } from "./model-id.ts";
import { encodeBody, serializeBody } from "./request-body.ts";
import { encodeRequestMetadata } from "./request-metadata.ts";

/** A request before it has a host and a signature. */
export interface HttpRequest {
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array<ArrayBuffer>;
}

/** How an operation's input lies on the wire. */
export interface RequestBinding {
  /** The last segment of the path. */
  readonly action: string;
  /** The header in which the type that is accepted travels. */
  readonly accept: string;
}

/** The headers of the members that travel in one, `accept` aside. */
const HEADERS: {
  readonly [Member in Exclude<keyof InvokeModelInput, "modelId" | "body" | "accept">]-?: string;
} = {
  contentType: "content-type",
  trace: "x-amzn-bedrock-trace",
  guardrailIdentifier: "x-amzn-bedrock-guardrailidentifier",
  guardrailVersion: "x-amzn-bedrock-guardrailversion",
  performanceConfigLatency: "x-amzn-bedrock-performanceconfig-latency",
  serviceTier: "x-amzn-bedrock-service-tier",
  requestMetadata: "x-amzn-bedrock-request-metadata",
};

const JSON_TYPE = "application/json";

/** @throws InvalidArgumentError for every member that the service could not take. */
export async function toHttpRequest(
  { action, accept }: RequestBinding,
  input: InvokeModelInput,
): Promise<HttpRequest> {
  checkMembers("input", input, { modelId: "", body: "", ...HEADERS, accept });
  const path = `/model/${encodeModelId(input.modelId)}/${action}`;
  const { requestMetadata } = input;
  const values: { [member: string]: unknown } = {
    ...input,
    contentType: input.contentType || JSON_TYPE,
    accept: input.accept || JSON_TYPE,
    requestMetadata: requestMetadata && encodeRequestMetadata(requestMetadata),
  };
  const headers: { [name: string]: string } = {};
  for (const [member, name] of Object.entries({ ...HEADERS, accept })) {
    const value = values[member];
    if (value === undefined || value === "") continue;
    if (typeof value !== "string" || !/^[ -~]{1,8500}$/.test(value)) {
      throw new InvalidArgumentError(
        member,
        "write printable ASCII, at most 8500 characters: it is a header",
      );
    }
    headers[name] = value;
  }
  const content = await serializeBody(input.body);
  const body = encodeBody(content);
  checkGuardrail(input, headers[HEADERS.contentType]!, content);
  return { path, headers, body };
}
