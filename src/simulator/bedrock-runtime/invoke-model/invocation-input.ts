import { checkConstraints } from "../../constraints.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { validationException } from "../../service-error.ts";
import {
  guardrailIdentifier,
  guardrailVersion,
  invokeModelId,
  LATENCIES,
  MAX_IDENTIFIER,
  SERVICE_TIERS,
} from "../shapes.ts";

const TRACES = ["ENABLED", "DISABLED", "ENABLED_FULL"];

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
    ["modelId", input.modelId, { max: MAX_IDENTIFIER, pattern: invokeModelId }],
    ["trace", input.trace, { optional: true, values: TRACES }],
    [
      "guardrailIdentifier",
      input.guardrailIdentifier,
      { optional: true, max: MAX_IDENTIFIER, pattern: guardrailIdentifier },
    ],
    ["guardrailVersion", input.guardrailVersion, { optional: true, pattern: guardrailVersion }],
    [
      "performanceConfigLatency",
      input.performanceConfigLatency,
      { optional: true, values: LATENCIES },
    ],
    ["serviceTier", input.serviceTier, { optional: true, values: SERVICE_TIERS }],
    ["requestMetadata", metadata, { optional: true, max: MAX_METADATA, sensitive: true }],
  ]);
  return { ...input, requestMetadata: metadata === null ? undefined : parseMetadata(metadata) };
}

/** The models here speak JSON alone. */
export function checkContentTypes(contentType: string | null, accept: string | null): void {
  if (!meansJson(contentType)) {
    throw validationException(
      `The provided content type '${contentType}' is not supported. Use application/json.`,
    );
  }
  if (accept !== null && !accept.split(",").some(acceptsJson)) {
    throw validationException(
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
  throw validationException("The provided request metadata is invalid: it must be a JSON object.");
}
