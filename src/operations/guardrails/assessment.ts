// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { Open } from "../../protocol/types.ts";
import type { GuardrailAutomatedReasoningPolicyAssessment } from "./automated-reasoning.ts";

/** What each policy of a guardrail found. A policy that found nothing is usually left out. */
export interface GuardrailAssessment {
  /** Denied topics. */
  readonly topicPolicy?: GuardrailTopicPolicyAssessment | undefined;
  /** Harmful content and prompt attacks. */
  readonly contentPolicy?: GuardrailContentPolicyAssessment | undefined;
  /** Words from your own list and from AWS's. */
  readonly wordPolicy?: GuardrailWordPolicyAssessment | undefined;
  /** Personal data, and matches of your own patterns. */
  readonly sensitiveInformationPolicy?: GuardrailSensitiveInformationPolicyAssessment | undefined;
  /** Answers that the source does not support, or beside the question. */
  readonly contextualGroundingPolicy?: GuardrailContextualGroundingPolicyAssessment | undefined;
  /** Claims that were checked against the rules of a policy. */
  readonly automatedReasoningPolicy?: GuardrailAutomatedReasoningPolicyAssessment | undefined;
  /** How long the guardrail took, and what is billed. */
  readonly invocationMetrics?: GuardrailInvocationMetrics | undefined;
  /** Which guardrail it was. */
  readonly appliedGuardrailDetails?: AppliedGuardrailDetails | undefined;
}

/** Denied topics that were found. */
export interface GuardrailTopicPolicyAssessment {
  /** One entry per topic. */
  readonly topics: readonly GuardrailTopic[];
}

/** A topic of the guardrail. */
export interface GuardrailTopic {
  /** The topic's name. */
  readonly name: string;
  /** `DENY`: a topic to stay away from. */
  readonly type: Open<"DENY">;
  /** What the guardrail did about it. */
  readonly action: Open<"BLOCKED" | "NONE">;
  /** Whether it was found; with `action` `NONE`, found and let through. */
  readonly detected?: boolean | undefined;
}

/** Harmful content that was found. */
export interface GuardrailContentPolicyAssessment {
  /** One entry per filter. */
  readonly filters: readonly GuardrailContentFilter[];
}

/** A filter for one kind of harmful content. */
export interface GuardrailContentFilter {
  /** The kind of content. */
  readonly type: Open<"INSULTS" | "HATE" | "SEXUAL" | "VIOLENCE" | "MISCONDUCT" | "PROMPT_ATTACK">;
  /** How sure the filter is. */
  readonly confidence: Open<"NONE" | "LOW" | "MEDIUM" | "HIGH">;
  /** How strict the filter is set to be. */
  readonly filterStrength?: Open<"NONE" | "LOW" | "MEDIUM" | "HIGH"> | undefined;
  /** What the guardrail did about it. */
  readonly action: Open<"BLOCKED" | "NONE">;
  /** Whether it was found; with `action` `NONE`, found and let through. */
  readonly detected?: boolean | undefined;
}

/** Unwanted words that were found. */
export interface GuardrailWordPolicyAssessment {
  /** Words of your own list. */
  readonly customWords: readonly GuardrailCustomWord[];
  /** Words of AWS's lists. */
  readonly managedWordLists: readonly GuardrailManagedWord[];
}

/** A word of your own list. */
export interface GuardrailCustomWord {
  /** The text that matched. */
  readonly match: string;
  /** What the guardrail did about it. */
  readonly action: Open<"BLOCKED" | "NONE">;
  /** Whether it was found; with `action` `NONE`, found and let through. */
  readonly detected?: boolean | undefined;
}

/** A word of one of AWS's lists. */
export interface GuardrailManagedWord {
  /** The text that matched. */
  readonly match: string;
  /** The list. */
  readonly type: Open<"PROFANITY">;
  /** What the guardrail did about it. */
  readonly action: Open<"BLOCKED" | "NONE">;
  /** Whether it was found; with `action` `NONE`, found and let through. */
  readonly detected?: boolean | undefined;
}

/** Sensitive information that was found. */
export interface GuardrailSensitiveInformationPolicyAssessment {
  /** Personal data. */
  readonly piiEntities: readonly GuardrailPiiEntityFilter[];
  /** Matches of your own patterns. */
  readonly regexes: readonly GuardrailRegexFilter[];
}

/** A piece of personal data. */
export interface GuardrailPiiEntityFilter {
  /** The text that was found. */
  readonly match: string;
  /** The kind of data. */
  readonly type: Open<
    | "ADDRESS"
    | "AGE"
    | "AWS_ACCESS_KEY"
    | "AWS_SECRET_KEY"
    | "CA_HEALTH_NUMBER"
    | "CA_SOCIAL_INSURANCE_NUMBER"
    | "CREDIT_DEBIT_CARD_CVV"
    | "CREDIT_DEBIT_CARD_EXPIRY"
    | "CREDIT_DEBIT_CARD_NUMBER"
    | "DRIVER_ID"
    | "EMAIL"
    | "INTERNATIONAL_BANK_ACCOUNT_NUMBER"
    | "IP_ADDRESS"
    | "LICENSE_PLATE"
    | "MAC_ADDRESS"
    | "NAME"
    | "PASSWORD"
    | "PHONE"
    | "PIN"
    | "SWIFT_CODE"
    | "UK_NATIONAL_HEALTH_SERVICE_NUMBER"
    | "UK_NATIONAL_INSURANCE_NUMBER"
    | "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER"
    | "URL"
    | "USERNAME"
    | "US_BANK_ACCOUNT_NUMBER"
    | "US_BANK_ROUTING_NUMBER"
    | "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER"
    | "US_PASSPORT_NUMBER"
    | "US_SOCIAL_SECURITY_NUMBER"
    | "VEHICLE_IDENTIFICATION_NUMBER"
  >;
  /** What the guardrail did about it. */
  readonly action: Open<"ANONYMIZED" | "BLOCKED" | "NONE">;
  /** Whether it was found; with `action` `NONE`, found and let through. */
  readonly detected?: boolean | undefined;
}

/** A match of a pattern of your own. */
export interface GuardrailRegexFilter {
  /** The pattern's name. */
  readonly name?: string | undefined;
  /** The text that matched. */
  readonly match?: string | undefined;
  /** The pattern, as a regular expression. */
  readonly regex?: string | undefined;
  /** What the guardrail did about it. */
  readonly action: Open<"ANONYMIZED" | "BLOCKED" | "NONE">;
  /** Whether it was found; with `action` `NONE`, found and let through. */
  readonly detected?: boolean | undefined;
}

/** How an answer compares with its source and with the question. */
export interface GuardrailContextualGroundingPolicyAssessment {
  /** One entry for grounding and one for relevance. */
  readonly filters?: readonly GuardrailContextualGroundingFilter[] | undefined;
}

/** The score of an answer for grounding or relevance. */
export interface GuardrailContextualGroundingFilter {
  /** `GROUNDING` in the source, or `RELEVANCE` to the question. */
  readonly type: Open<"GROUNDING" | "RELEVANCE">;
  /** The lowest score that passes, from 0 to 1. */
  readonly threshold: number;
  /** The answer's score, from 0 to 1. */
  readonly score: number;
  /** What the guardrail did about it. */
  readonly action: Open<"BLOCKED" | "NONE">;
  /** Whether the score is below the threshold. */
  readonly detected?: boolean | undefined;
}

/** Time, billed units and coverage of a guardrail. */
export interface GuardrailInvocationMetrics {
  /** How long the guardrail took, in ms. */
  readonly guardrailProcessingLatency?: number | undefined;
  /** The units that are billed. */
  readonly usage?: GuardrailUsage | undefined;
  /** How much of the content was looked at. */
  readonly guardrailCoverage?: GuardrailCoverage | undefined;
}

/** The units that each policy is billed for. */
export interface GuardrailUsage {
  /** Text units that denied topics took, as billed. */
  readonly topicPolicyUnits: number;
  /** Text units that content filters took, as billed. */
  readonly contentPolicyUnits: number;
  /** Text units that word filters took, as billed. */
  readonly wordPolicyUnits: number;
  /** Text units that filters of personal data took, as billed. */
  readonly sensitiveInformationPolicyUnits: number;
  /** Text units of your own patterns, which are free. */
  readonly sensitiveInformationPolicyFreeUnits: number;
  /** Text units that grounding checks took, as billed. */
  readonly contextualGroundingPolicyUnits: number;
  /** Images that content filters looked at, as billed. */
  readonly contentPolicyImageUnits?: number | undefined;
  /** Text units that automated reasoning took, as billed. */
  readonly automatedReasoningPolicyUnits?: number | undefined;
  /** How many policies of automated reasoning ran. */
  readonly automatedReasoningPolicies?: number | undefined;
}

/** How much of the content a guardrail looked at. */
export interface GuardrailCoverage {
  /** Of the text, in characters. */
  readonly textCharacters?: GuardrailTextCharactersCoverage | undefined;
  /** Of the images. */
  readonly images?: GuardrailImageCoverage | undefined;
}

/** Characters that were looked at, of all there were. */
export interface GuardrailTextCharactersCoverage {
  /** Characters that were looked at. */
  readonly guarded?: number | undefined;
  /** All characters. */
  readonly total?: number | undefined;
}

/** Images that were looked at, of all there were. */
export interface GuardrailImageCoverage {
  /** Images that were looked at. */
  readonly guarded?: number | undefined;
  /** All images. */
  readonly total?: number | undefined;
}

/** The guardrail that made an assessment. */
export interface AppliedGuardrailDetails {
  /** Its id. */
  readonly guardrailId?: string | undefined;
  /** Its version: a number, or `DRAFT`. */
  readonly guardrailVersion?: string | undefined;
  /** Its ARN. */
  readonly guardrailArn?: string | undefined;
  /** Why it ran: the request asked, or the account or its organization requires it. */
  readonly guardrailOrigin?:
    | readonly Open<"REQUEST" | "ACCOUNT_ENFORCED" | "ORGANIZATION_ENFORCED">[]
    | undefined;
  /** Whether it belongs to this account or to another. */
  readonly guardrailOwnership?: Open<"SELF" | "CROSS_ACCOUNT"> | undefined;
}
