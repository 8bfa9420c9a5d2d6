import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import { checkMembers } from "../../protocol/members.ts";
import type { HttpRequest } from "../../protocol/operation.ts";
import { pathLabel } from "../../protocol/path-label.ts";
import { checkGuardrail } from "./guardrail.ts";
import type { InvokeModelInput } from "./input.ts";
import { encodeBody, serializeBody } from "./request-body.ts";
import { encodeRequestMetadata } from "./request-metadata.ts";

/** The header of each member that has one, except `accept`, whose header differs by operation. */
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

/**
 * The request of InvokeModel or InvokeModelWithResponseStream.
 *
 * @param action - the last segment of the path
 * @param accept - the header of the member `accept`
 * @throws InvalidArgumentError for the first member that the service would not accept
 */
export async function toHttpRequest(
  action: string,
  accept: string,
  input: InvokeModelInput,
): Promise<HttpRequest> {
  checkMembers("input", input, { modelId: "", body: "", ...HEADERS, accept });
  const path = `/model/${pathLabel("modelId", input.modelId)}/${action}`;
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
        "must be printable ASCII of at most 8500 characters: it is a header",
      );
    }
    headers[name] = value;
  }
  const content = await serializeBody(input.body);
  const body = encodeBody(content);
  checkGuardrail(input, headers[HEADERS.contentType]!, content);
  return { path, headers, body };
}
