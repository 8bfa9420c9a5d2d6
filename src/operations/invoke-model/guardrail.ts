import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import type { InvokeModelInput } from "./input.ts";

const GUARDRAIL_CONFIG = "amazon-bedrock-guardrailConfig";

/**
 * Refuses, before any request, the three uses of a guardrail that the service refuses.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html, `guardrailIdentifier`
 */
export function checkGuardrail(
  input: InvokeModelInput,
  contentType: string,
  content: string | Uint8Array,
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
  } else if (hasGuardrailConfig(content)) {
    throw new InvalidArgumentError(
      "guardrailIdentifier",
      `you don't provide a guardrail identifier but you specify the ${GUARDRAIL_CONFIG} field in the request body`,
    );
  }
}

function hasGuardrailConfig(content: string | Uint8Array): boolean {
  const json = typeof content === "string" ? content : new TextDecoder().decode(content);
  // Most bodies do not have the word, and need no parsing.
  if (!json.includes(GUARDRAIL_CONFIG)) return false;
  try {
    return Object.hasOwn(JSON.parse(json), GUARDRAIL_CONFIG);
  } catch {
    return false;
  }
}
