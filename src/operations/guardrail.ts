import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { InvokeModelInput } from "./inputs.ts";

const GUARDRAIL_CONFIG = "amazon-bedrock-guardrailConfig";

/**
 * The three cases in which the service refuses a guardrail, found before the network.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html, `guardrailIdentifier`
 */
export function checkGuardrail(
  input: InvokeModelInput,
  contentType: string,
  body: Uint8Array,
): void {
  if (input.guardrailIdentifier) {
    if (!input.guardrailVersion) {
      throw new InvalidArgumentError(
        "guardrailVersion",
        "you provide a guardrail identifier, but guardrailVersion isn't specified",
      );
    }
    if (!/^application\/json\s*(;|$)/i.test(contentType)) {
      throw new InvalidArgumentError(
        "contentType",
        "you enable the guardrail but the contentType isn't application/json",
      );
    }
  } else if (hasGuardrailConfig(input.body, body)) {
    throw new InvalidArgumentError(
      "guardrailIdentifier",
      `you don't provide a guardrail identifier but you specify the ${GUARDRAIL_CONFIG} field in the request body`,
    );
  }
}

function hasGuardrailConfig(body: InvokeModelInput["body"], bytes: Uint8Array): boolean {
  if (typeof body === "string") return jsonHasGuardrailConfig(body);
  if (body instanceof Blob || body instanceof ArrayBuffer || ArrayBuffer.isView(body)) {
    return jsonHasGuardrailConfig(new TextDecoder().decode(bytes));
  }
  return typeof body === "object" && body !== null && Object.hasOwn(body, GUARDRAIL_CONFIG);
}

function jsonHasGuardrailConfig(json: string): boolean {
  // Most bodies do not have the word, and need no parsing.
  if (!json.includes(GUARDRAIL_CONFIG)) return false;
  try {
    const document: unknown = JSON.parse(json);
    return (
      typeof document === "object" && document !== null && Object.hasOwn(document, GUARDRAIL_CONFIG)
    );
  } catch {
    return false;
  }
}
