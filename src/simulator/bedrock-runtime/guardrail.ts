import type { JsonObject } from "../json.ts";
import { ServiceError } from "../service-error.ts";
import type { InvocationInput } from "./invocation-input.ts";
import { meansJson } from "./invocation-input.ts";
import { blockedGeneration, type Generation, generate, type Prompt } from "./models/generation.ts";

/** The simulated guardrail denies every prompt that has this word. */
const DENIED = "forbidden";
const BLOCKED_MESSAGE = "Sorry, the model cannot answer this question.";

/** @throws ServiceError for the three uses of a guardrail that the service refuses. */
export function checkGuardrail(
  input: InvocationInput,
  contentType: string | null,
  body: () => JsonObject,
): void {
  if (input.guardrailIdentifier) {
    if (!input.guardrailVersion) {
      throw refused("guardrailVersion must be provided when guardrailIdentifier is provided.");
    }
    if (!meansJson(contentType)) {
      throw refused("A guardrail can be applied only when the content type is application/json.");
    }
  } else if (meansJson(contentType) && "amazon-bedrock-guardrailConfig" in body()) {
    throw refused(
      "guardrailIdentifier must be provided when the request body has amazon-bedrock-guardrailConfig.",
    );
  }
}

/** A guardrail as it watches one invocation. */
export interface Guardrail {
  /** Generates an answer, or the guardrail's message in its place. */
  generate(prompt: Prompt): Generation;
  readonly intervened: boolean;
  /** What the guardrail adds to every document. */
  action(): object;
  /** What it adds to the last, where a trace was asked for. */
  trace(): object;
}

export function createGuardrail(input: InvocationInput): Guardrail | undefined {
  const identifier = input.guardrailIdentifier;
  if (!identifier) return undefined;
  let intervened = false;
  return {
    generate(prompt) {
      intervened = prompt.text.toLowerCase().includes(DENIED);
      return intervened ? blockedGeneration(prompt, BLOCKED_MESSAGE) : generate(prompt);
    },
    get intervened() {
      return intervened;
    },
    action: () => ({ "amazon-bedrock-guardrailAction": intervened ? "INTERVENED" : "NONE" }),
    trace() {
      if (input.trace === null || input.trace === "DISABLED") return {};
      const id = identifier.split("/").at(-1)!;
      const assessment = intervened
        ? { wordPolicy: { customWords: [{ match: DENIED, action: "BLOCKED" }] } }
        : {};
      return { "amazon-bedrock-trace": { guardrail: { input: { [id]: assessment } } } };
    },
  };
}

const refused = (message: string): ServiceError => new ServiceError("ValidationException", message);
