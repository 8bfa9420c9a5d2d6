/** Guardrails: the service blocks prompts and answers that contain what you have ruled out. */
import { applyGuardrail, type BedrockClient, type BedrockRuntime } from "bedrock-fetch";
import { collect } from "bedrock-fetch/text";

export interface GuardedAnswer {
  readonly text: string;
  /** Whether `text` is the guardrail's own message, and not the model's. */
  readonly blocked: boolean;
  /** What the guardrail found. It may quote the words that it blocked: log it, do not show it. */
  readonly trace: unknown;
}

export interface Guardrail {
  readonly identifier: string;
  /** A number, or `"DRAFT"`. */
  readonly version: string;
}

/** Asks with a guardrail. That it intervenes is not an error: its message takes the answer's place. */
export async function askGuarded(
  bedrock: BedrockRuntime,
  guardrail: Guardrail,
  question: string,
): Promise<GuardedAnswer> {
  const { body } = await bedrock.invokeModelWithResponseStream({
    modelId: "us.amazon.nova-2-lite-v1:0",
    guardrailIdentifier: guardrail.identifier,
    guardrailVersion: guardrail.version,
    trace: "ENABLED",
    body: { messages: [{ role: "user", content: [{ text: question }] }] },
  });
  const { text, guardrailAction, guardrailTrace } = await collect(body);
  return { text, blocked: guardrailAction === "INTERVENED", trace: guardrailTrace };
}

/**
 * Checks a text without asking a model, such as an upload, or the answer of a model elsewhere.
 *
 * @returns the guardrail's own message if it intervenes, else undefined
 */
export async function checkText(
  bedrock: BedrockClient,
  guardrail: Guardrail,
  text: string,
): Promise<string | undefined> {
  const { action, outputs } = await bedrock.call(applyGuardrail, {
    guardrailIdentifier: guardrail.identifier,
    guardrailVersion: guardrail.version,
    source: "INPUT",
    content: [{ text: { text } }],
  });
  return action === "GUARDRAIL_INTERVENED"
    ? outputs.map((output) => output.text).join("")
    : undefined;
}
