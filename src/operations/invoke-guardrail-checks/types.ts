// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { Open } from "../../protocol/types.ts";
import type { GuardrailPiiEntityFilter } from "../guardrails/assessment.ts";

/**
 * The input of `invokeGuardrailChecks`: checks without a guardrail of your own.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeGuardrailChecks.html
 */
export interface InvokeGuardrailChecksInput {
  /** What is checked. At least 1 item. */
  readonly messages: readonly GuardrailChecksMessage[];
  /** What is looked for. */
  readonly checks: GuardrailChecksConfig;
}

/** A message to check. */
export interface GuardrailChecksMessage {
  /** Who speaks. */
  readonly role: Open<"user" | "assistant" | "system">;
  /** What is said, in order. At least 1 item. */
  readonly content: readonly GuardrailChecksContentBlock[];
}

/** A piece of a message. */
export interface GuardrailChecksContentBlock {
  /** Plain text. Not empty. */
  readonly text: string;
}

/** What to look for; at least one of these. */
export interface GuardrailChecksConfig {
  /** Harmful content. */
  readonly contentFilter?: GuardrailChecksContentFilterConfig | undefined;
  /** Attempts to turn a model against its instructions. */
  readonly promptAttack?: GuardrailChecksPromptAttackConfig | undefined;
  /** Personal data. */
  readonly sensitiveInformation?: GuardrailChecksSensitiveInformationConfig | undefined;
}

/** The harmful content to look for. */
export interface GuardrailChecksContentFilterConfig {
  /** The kinds of content. 1 to 5 items. */
  readonly categories: readonly GuardrailChecksContentFilterCategoryConfig[];
}

/** A kind of harmful content to look for. */
export interface GuardrailChecksContentFilterCategoryConfig {
  /** The kind. */
  readonly category: Open<"VIOLENCE" | "HATE" | "SEXUAL" | "MISCONDUCT" | "INSULTS">;
}

/** The attacks to look for. */
export interface GuardrailChecksPromptAttackConfig {
  /** The kinds of attack. 1 to 3 items. */
  readonly categories: readonly GuardrailChecksPromptAttackCategoryConfig[];
}

/** A kind of attack to look for. */
export interface GuardrailChecksPromptAttackCategoryConfig {
  /** The kind. */
  readonly category: Open<"JAILBREAK" | "PROMPT_INJECTION" | "PROMPT_LEAKAGE">;
}

/** The personal data to look for. */
export interface GuardrailChecksSensitiveInformationConfig {
  /** The kinds of data. 1 to 31 items. */
  readonly entities: readonly GuardrailChecksSensitiveInformationEntityConfig[];
}

/** A kind of personal data to look for. */
export interface GuardrailChecksSensitiveInformationEntityConfig {
  /** The kind. */
  readonly type: GuardrailPiiEntityFilter["type"];
}

/**
 * The answer of `invokeGuardrailChecks`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeGuardrailChecks.html#API_runtime_InvokeGuardrailChecks_ResponseSyntax
 */
export interface InvokeGuardrailChecksOutput {
  /** What was found. */
  readonly results: GuardrailChecksResults;
  /** What each check is billed for. */
  readonly usage: GuardrailChecksUsageResults;
  /** The HTTP exchange: its status, its id, its attempts. */
  readonly $metadata: ResponseMetadata;
}

/** What each check found. */
export interface GuardrailChecksResults {
  /** Harmful content. */
  readonly contentFilter?: GuardrailChecksContentFilterResult | undefined;
  /** Attempts to turn a model against its instructions. */
  readonly promptAttack?: GuardrailChecksPromptAttackResult | undefined;
  /** Personal data. */
  readonly sensitiveInformation?: GuardrailChecksSensitiveInformationResult | undefined;
}

/** How harmful the content is. */
export interface GuardrailChecksContentFilterResult {
  /** One entry per kind that was looked for. */
  readonly results: readonly GuardrailChecksContentFilterResultEntry[];
}

/** How harmful the content is in one way. */
export interface GuardrailChecksContentFilterResultEntry {
  /** The kind of content. */
  readonly category: Open<"VIOLENCE" | "HATE" | "SEXUAL" | "MISCONDUCT" | "INSULTS">;
  /** How severe it is, from 0 to 1. */
  readonly severityScore: number;
}

/** How severe an attack the content is. */
export interface GuardrailChecksPromptAttackResult {
  /** One entry per kind that was looked for. */
  readonly results: readonly GuardrailChecksPromptAttackResultEntry[];
}

/** How severe an attack of one kind the content is. */
export interface GuardrailChecksPromptAttackResultEntry {
  /** The kind of attack. */
  readonly category: Open<"JAILBREAK" | "PROMPT_INJECTION" | "PROMPT_LEAKAGE">;
  /** How severe it is, from 0 to 1. */
  readonly severityScore: number;
}

/** Personal data that was found. */
export interface GuardrailChecksSensitiveInformationResult {
  /** One entry per piece of data. */
  readonly results: readonly GuardrailChecksSensitiveInformationResultEntry[];
  /** Whether there was more than can be reported. */
  readonly truncated?: boolean | undefined;
}

/** A piece of personal data, and where it is. */
export interface GuardrailChecksSensitiveInformationResultEntry {
  /** The kind of data. */
  readonly type: GuardrailPiiEntityFilter["type"];
  /** How sure the check is, from 0 to 1. */
  readonly confidenceScore: number;
  /** Its first character within the block's text. */
  readonly beginOffset: number;
  /** The end of it within the block's text. */
  readonly endOffset: number;
  /** Which message, from 0. */
  readonly messageIndex: number;
  /** Which block of the message, from 0. */
  readonly contentIndex: number;
}

/** What each check is billed for. */
export interface GuardrailChecksUsageResults {
  /** Harmful content. */
  readonly contentFilter?: GuardrailChecksContentFilterUsage | undefined;
  /** Attempts to turn a model against its instructions. */
  readonly promptAttack?: GuardrailChecksPromptAttackUsage | undefined;
  /** Personal data. */
  readonly sensitiveInformation?: GuardrailChecksSensitiveInformationUsage | undefined;
}

/** What looking for harmful content is billed for. */
export interface GuardrailChecksContentFilterUsage {
  /** Text units, as billed. */
  readonly textUnits: number;
}

/** What looking for attacks is billed for. */
export interface GuardrailChecksPromptAttackUsage {
  /** Text units, as billed. */
  readonly textUnits: number;
}

/** What looking for personal data is billed for. */
export interface GuardrailChecksSensitiveInformationUsage {
  /** Text units, as billed. */
  readonly textUnits: number;
}
