import type { JsonObject } from "../../json.ts";
import { validationException } from "../../service-error.ts";
import { type GuardedReply, wordPolicy } from "../guardrails/guardrail.ts";
import { type InvocationInput, meansJson } from "./invocation-input.ts";

/** @throws ServiceError for the three uses of a guardrail that the service refuses. */
export function checkGuardrailUse(
  input: InvocationInput,
  contentType: string | null,
  body: () => JsonObject,
): void {
  if (input.guardrailIdentifier) {
    if (!input.guardrailVersion) {
      throw validationException(
        "guardrailVersion must be provided when guardrailIdentifier is provided.",
      );
    }
    if (!meansJson(contentType)) {
      throw validationException(
        "A guardrail can be applied only when the content type is application/json.",
      );
    }
  } else if (meansJson(contentType) && "amazon-bedrock-guardrailConfig" in body()) {
    throw validationException(
      "guardrailIdentifier must be provided when the request body has amazon-bedrock-guardrailConfig.",
    );
  }
}

/** What a guardrail adds to every document, and what to the last where a trace was asked for. */
export function guardrailMarks(
  { trace }: InvocationInput,
  guarded: GuardedReply | undefined,
): { readonly action: object; readonly trace: object } {
  const guardrail = guarded?.guardrail;
  if (!guardrail) return { action: {}, trace: {} };
  const { inputMatches, outputMatches, intervened } = guarded;
  const action = { "amazon-bedrock-guardrailAction": intervened ? "INTERVENED" : "NONE" };
  if (trace === null || trace === "DISABLED") return { action, trace: {} };
  const assessed = (words: readonly string[]) => ({
    [guardrail.id]: words.length > 0 ? { wordPolicy: wordPolicy(words) } : {},
  });
  const assessments = {
    input: assessed(inputMatches),
    ...(outputMatches.length > 0 && { outputs: [assessed(outputMatches)] }),
  };
  return { action, trace: { "amazon-bedrock-trace": { guardrail: assessments } } };
}
