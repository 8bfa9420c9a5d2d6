import { checkConstraints, constraintError } from "../constraints.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { ServiceError } from "../service-error.ts";

export const MAX_BODY_BYTES = 25_000_000;

/** The patterns, bounds and values of the service model of Bedrock Runtime, 2023-09-30. */
const modelIdPattern =
  "(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:(([0-9]{12}:custom-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}/[a-z0-9]{12})|(:foundation-model/[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|([0-9]{12}:imported-model/[a-z0-9]{12})|([0-9]{12}:provisioned-model/[a-z0-9]{12})|([0-9]{12}:custom-model-deployment/[a-z0-9]{12})|([0-9]{12}:(inference-profile|application-inference-profile)/[a-zA-Z0-9-:.]+)))|([a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([.:]?[a-z0-9-]{1,63}))|(([0-9a-zA-Z][_-]?)+)|([a-zA-Z0-9-:.]+)$|(^(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:prompt/[0-9a-zA-Z]{10}(?::[0-9]{1,5})?))$|(^arn:aws:sagemaker:[a-z0-9-]+:[0-9]{12}:endpoint/[a-zA-Z0-9-]+$)|(^arn:aws(-[^:]+)?:bedrock:([0-9a-z-]{1,20}):([0-9]{12}):(default-)?prompt-router/[a-zA-Z0-9-:.]+$)";
const guardrailIdentifierPattern =
  "(|([a-z0-9]+)|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+))";
const guardrailVersionPattern = "(|([1-9][0-9]{0,7})|(DRAFT))";

const traces = ["ENABLED", "DISABLED", "ENABLED_FULL"];
const latencies = ["standard", "optimized"];
const tiers = ["priority", "default", "flex", "reserved"];

const MAX_IDENTIFIER = 2048;
const MAX_METADATA = 8500;

/** The input's members that travel in headers, checked. */
export interface InvocationInput {
  readonly modelId: string;
  readonly trace: string | null;
  readonly guardrailIdentifier: string | null;
  readonly guardrailVersion: string | null;
  readonly performanceConfigLatency: string | null;
  readonly serviceTier: string | null;
  readonly requestMetadata: JsonObject | undefined;
}

/** @throws ServiceError `ValidationException` that lists every constraint that is not kept. */
export function readInput(modelId: string, headers: Headers): InvocationInput {
  const input = {
    modelId,
    trace: headers.get("x-amzn-bedrock-trace"),
    guardrailIdentifier: headers.get("x-amzn-bedrock-guardrailidentifier"),
    guardrailVersion: headers.get("x-amzn-bedrock-guardrailversion"),
    performanceConfigLatency: headers.get("x-amzn-bedrock-performanceconfig-latency"),
    serviceTier: headers.get("x-amzn-bedrock-service-tier"),
  };
  const metadata = headers.get("x-amzn-bedrock-request-metadata");
  checkConstraints([
    ["modelId", input.modelId, { max: MAX_IDENTIFIER, pattern: modelIdPattern }],
    ["trace", input.trace, { optional: true, values: traces }],
    [
      "guardrailIdentifier",
      input.guardrailIdentifier,
      { optional: true, max: MAX_IDENTIFIER, pattern: guardrailIdentifierPattern },
    ],
    [
      "guardrailVersion",
      input.guardrailVersion,
      { optional: true, pattern: guardrailVersionPattern },
    ],
    [
      "performanceConfigLatency",
      input.performanceConfigLatency,
      { optional: true, values: latencies },
    ],
    ["serviceTier", input.serviceTier, { optional: true, values: tiers }],
    ["requestMetadata", metadata, { optional: true, max: MAX_METADATA, sensitive: true }],
  ]);
  return { ...input, requestMetadata: metadata === null ? undefined : parseMetadata(metadata) };
}

export const bodyTooLong = (): ServiceError =>
  constraintError([
    `Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BODY_BYTES}`,
  ]);

/** The models here speak JSON alone. */
export function checkContentTypes(contentType: string | null, accept: string | null): void {
  if (!meansJson(contentType)) {
    throw new ServiceError(
      "ValidationException",
      `The provided content type '${contentType}' is not supported. Use application/json.`,
    );
  }
  if (accept !== null && !accept.split(",").some(acceptsJson)) {
    throw new ServiceError(
      "ValidationException",
      `The provided accept type '${accept}' is not supported. Use application/json.`,
    );
  }
}

/**
 * Whether the body is to be read as JSON. So is one without a type, and the `application/octet-stream`
 * that AWS's SDKs send for it.
 */
export const meansJson = (contentType: string | null): boolean =>
  contentType === null || isJson(contentType) || contentType === "application/octet-stream";

const isJson = (mimeType: string): boolean =>
  mimeType.split(";")[0]!.trim().toLowerCase() === "application/json";

const acceptsJson = (range: string): boolean =>
  isJson(range) || /^\s*(?:\*|application)\/\*\s*(?:;|$)/i.test(range);

function parseMetadata(text: string): JsonObject {
  let value: Json = null;
  try {
    value = JSON.parse(text);
  } catch {}
  if (isObject(value)) return value;
  throw new ServiceError(
    "ValidationException",
    "The provided request metadata is invalid: it must be a JSON object.",
  );
}
