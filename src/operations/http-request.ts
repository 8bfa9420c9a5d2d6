import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { checkGuardrail } from "./guardrail.ts";
import type { InvokeModelInput } from "./inputs.ts";
import { encodeModelId } from "./model-id.ts";
import { encodeBody } from "./request-body.ts";
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
  /** The header of each member that travels in one. */
  readonly headers: { readonly [Member in keyof InvokeModelInput]?: string };
}

/** The headers that both operations share. */
export const REQUEST_HEADERS: {
  readonly [Member in Exclude<keyof InvokeModelInput, "modelId" | "body">]-?: string;
} = {
  contentType: "content-type",
  accept: "accept",
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
  binding: RequestBinding,
  input: InvokeModelInput,
): Promise<HttpRequest> {
  checkMembers(input);
  const path = `/model/${encodeModelId(input.modelId)}/${binding.action}`;
  const values: { [member: string]: unknown } = {
    ...input,
    contentType: input.contentType ?? JSON_TYPE,
    accept: input.accept ?? JSON_TYPE,
    requestMetadata: input.requestMetadata && encodeRequestMetadata(input.requestMetadata),
  };
  const headers: { [name: string]: string } = {};
  for (const [member, name] of Object.entries(binding.headers)) {
    const value = values[member];
    if (value === undefined || value === "") continue;
    headers[name] = checkHeaderValue(member, value);
  }
  const body = await encodeBody(input.body);
  checkGuardrail(input, headers[REQUEST_HEADERS.contentType]!, body);
  return { path, headers, body };
}

function checkMembers(input: InvokeModelInput): void {
  if (typeof input !== "object" || input === null) {
    throw new InvalidArgumentError("input", "write { modelId, body }");
  }
  for (const member of Object.keys(input)) {
    if (member !== "modelId" && member !== "body" && !Object.hasOwn(REQUEST_HEADERS, member)) {
      const known = ["modelId", "body", ...Object.keys(REQUEST_HEADERS)].join(", ");
      throw new InvalidArgumentError(member, `unknown; known are ${known}`);
    }
  }
}

function checkHeaderValue(member: string, value: unknown): string {
  if (typeof value !== "string" || !/^[\x20-\x7e]{1,8500}$/.test(value)) {
    throw new InvalidArgumentError(
      member,
      "write printable ASCII, at most 8500 characters: it is a header",
    );
  }
  return value;
}
