/** Guardrails: what a prompt or an answer must not contain is stopped by the service. */
import type { BedrockRuntime } from "bedrock-fetch";
import { collect } from "bedrock-fetch/text";

export interface GuardedAnswer {
  readonly text: string;
  /** Whether `text` is the guardrail's own message, and not the model's. */
  readonly blocked: boolean;
  /** What the guardrail found. It may quote the visitor's words: it belongs in a log and not in a page. */
  readonly trace: unknown;
}

/** Asks under a guardrail. A guardrail that intervenes is no error: the answer says what it says. */
export async function askGuarded(
  bedrock: BedrockRuntime,
  guardrail: { identifier: string; version: string },
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
