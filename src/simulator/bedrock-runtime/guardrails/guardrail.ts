import { validationException } from "../../service-error.ts";
import type { Asked } from "../reply/asked.ts";
import { type Reply, textReply } from "../reply/reply.ts";

/** A guardrail that denies some words. */
export interface SimulatorGuardrail {
  /** Its id, such as `"abc123"`; requests may name it by its ARN as well. */
  readonly guardrailIdentifier: string;
  /** Words or phrases that neither a prompt nor an answer may have, in upper or lower case. */
  readonly words: readonly string[];
  /** The answer if the prompt has one. Default: AWS's own sentence. */
  readonly blockedInputMessage?: string | undefined;
  /** The answer in place of one that has one. Default: AWS's own sentence. */
  readonly blockedOutputMessage?: string | undefined;
}

const BLOCKED_MESSAGE = "Sorry, the model cannot answer this question.";

/** What every guardrail denies by default. */
const DEFAULT_WORDS = ["forbidden"];

/** The characters of a text that count as one unit of a policy. */
const CHARACTERS_PER_UNIT = 1000;

/** Finds what a text has of the words that a guardrail denies. */
export interface Guardrail {
  readonly id: string;
  readonly version: string;
  readonly blockedInputMessage: string;
  readonly blockedOutputMessage: string;
  /** The denied words that the text has, as the guardrail writes them. */
  matches(text: string): readonly string[];
}

export interface Guardrails {
  /** Undefined for one that is not known. */
  find(identifier: string, version: string): Guardrail | undefined;
}

/** The guardrails of the options; without any, every identifier denies `"forbidden"`. */
export function createGuardrails(
  configured: readonly SimulatorGuardrail[] | undefined,
): Guardrails {
  return {
    find(identifier, version) {
      const id = identifier.split("/").at(-1)!;
      const found = configured
        ? configured.find(({ guardrailIdentifier }) => guardrailIdentifier.split("/").at(-1) === id)
        : { words: DEFAULT_WORDS };
      if (!found) return undefined;
      const { words, ...messages }: Omit<SimulatorGuardrail, "guardrailIdentifier"> = found;
      return {
        id,
        version,
        blockedInputMessage: messages.blockedInputMessage ?? BLOCKED_MESSAGE,
        blockedOutputMessage: messages.blockedOutputMessage ?? BLOCKED_MESSAGE,
        matches(text) {
          const lower = text.toLowerCase();
          return words.filter((word) => lower.includes(word.toLowerCase()));
        },
      };
    },
  };
}

/** @throws ServiceError where a model is called with a guardrail that is not known. */
export function knownGuardrail(
  guardrails: Guardrails,
  identifier: string,
  version: string,
): Guardrail {
  const guardrail = guardrails.find(identifier, version);
  if (guardrail) return guardrail;
  throw validationException(
    "The guardrail identifier or version provided in the request does not exist.",
  );
}

/** A reply, and what a guardrail made of the prompt and of it. */
export interface GuardedReply {
  readonly reply: Reply;
  readonly guardrail: Guardrail | undefined;
  /** What the prompt has of the denied words. */
  readonly inputMatches: readonly string[];
  readonly outputMatches: readonly string[];
  readonly intervened: boolean;
}

/** Lets a guardrail stand between what was asked and what is answered. */
export async function guarded(
  asked: Asked,
  guardrail: Guardrail | undefined,
  respond: () => Reply | Promise<Reply>,
): Promise<GuardedReply> {
  const inputMatches = guardrail?.matches(asked.guarded) ?? [];
  if (guardrail && inputMatches.length > 0) {
    const reply = textReply(asked, guardrail.blockedInputMessage, "guardrail_intervened");
    return { reply, guardrail, inputMatches, outputMatches: [], intervened: true };
  }
  const reply = await respond();
  const outputMatches = guardrail?.matches(reply.text) ?? [];
  if (guardrail && outputMatches.length > 0) {
    const blocked = textReply(asked, guardrail.blockedOutputMessage, "guardrail_intervened");
    return { reply: blocked, guardrail, inputMatches, outputMatches, intervened: true };
  }
  return { reply, guardrail, inputMatches, outputMatches, intervened: false };
}

/** The words as the custom words of a word policy. */
export const wordPolicy = (words: readonly string[]): object => ({
  customWords: words.map((match) => ({ action: "BLOCKED", detected: true, match })),
});

/** What a guardrail processed of a text, in the units of AWS's bill: the words policy alone is there. */
export const usageOf = (text: string): object => ({
  automatedReasoningPolicies: 0,
  automatedReasoningPolicyUnits: 0,
  contentPolicyImageUnits: 0,
  contentPolicyUnits: 0,
  contextualGroundingPolicyUnits: 0,
  sensitiveInformationPolicyFreeUnits: 0,
  sensitiveInformationPolicyUnits: 0,
  topicPolicyUnits: 0,
  wordPolicyUnits: unitsOf(text),
});

export const unitsOf = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_UNIT);

/** Which guardrail was applied, as assessments say it. */
export const appliedDetails = ({ id, version }: Guardrail, region: string): object => ({
  guardrailArn: `arn:aws:bedrock:${region}:123456789012:guardrail/${id}`,
  guardrailId: id,
  guardrailOrigin: ["REQUEST"],
  guardrailOwnership: "SELF",
  guardrailVersion: version,
});
