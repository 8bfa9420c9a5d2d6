// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { Open } from "../../protocol/types.ts";
import type { GuardrailAutomatedReasoningPolicyAssessment } from "./automated-reasoning.ts";

/** TODO */
export interface GuardrailAssessment {
  /** TODO */
  readonly topicPolicy?: GuardrailTopicPolicyAssessment | undefined;
  /** TODO */
  readonly contentPolicy?: GuardrailContentPolicyAssessment | undefined;
  /** TODO */
  readonly wordPolicy?: GuardrailWordPolicyAssessment | undefined;
  /** TODO */
  readonly sensitiveInformationPolicy?: GuardrailSensitiveInformationPolicyAssessment | undefined;
  /** TODO */
  readonly contextualGroundingPolicy?: GuardrailContextualGroundingPolicyAssessment | undefined;
  /** TODO */
  readonly automatedReasoningPolicy?: GuardrailAutomatedReasoningPolicyAssessment | undefined;
  /** TODO */
  readonly invocationMetrics?: GuardrailInvocationMetrics | undefined;
  /** TODO */
  readonly appliedGuardrailDetails?: AppliedGuardrailDetails | undefined;
}

/** TODO */
export interface GuardrailTopicPolicyAssessment {
  /** TODO */
  readonly topics: readonly GuardrailTopic[];
}

/** TODO */
export interface GuardrailTopic {
  /** TODO */
  readonly name: string;
  /** TODO */
  readonly type: Open<"DENY">;
  /** TODO */
  readonly action: Open<"BLOCKED" | "NONE">;
  /** TODO */
  readonly detected?: boolean | undefined;
}

/** TODO */
export interface GuardrailContentPolicyAssessment {
  /** TODO */
  readonly filters: readonly GuardrailContentFilter[];
}

/** TODO */
export interface GuardrailContentFilter {
  /** TODO */
  readonly type: Open<"INSULTS" | "HATE" | "SEXUAL" | "VIOLENCE" | "MISCONDUCT" | "PROMPT_ATTACK">;
  /** TODO */
  readonly confidence: Open<"NONE" | "LOW" | "MEDIUM" | "HIGH">;
  /** TODO */
  readonly filterStrength?: Open<"NONE" | "LOW" | "MEDIUM" | "HIGH"> | undefined;
  /** TODO */
  readonly action: Open<"BLOCKED" | "NONE">;
  /** TODO */
  readonly detected?: boolean | undefined;
}

/** TODO */
export interface GuardrailWordPolicyAssessment {
  /** TODO */
  readonly customWords: readonly GuardrailCustomWord[];
  /** TODO */
  readonly managedWordLists: readonly GuardrailManagedWord[];
}

/** TODO */
export interface GuardrailCustomWord {
  /** TODO */
  readonly match: string;
  /** TODO */
  readonly action: Open<"BLOCKED" | "NONE">;
  /** TODO */
  readonly detected?: boolean | undefined;
}

/** TODO */
export interface GuardrailManagedWord {
  /** TODO */
  readonly match: string;
  /** TODO */
  readonly type: Open<"PROFANITY">;
  /** TODO */
  readonly action: Open<"BLOCKED" | "NONE">;
  /** TODO */
  readonly detected?: boolean | undefined;
}

/** TODO */
export interface GuardrailSensitiveInformationPolicyAssessment {
  /** TODO */
  readonly piiEntities: readonly GuardrailPiiEntityFilter[];
  /** TODO */
  readonly regexes: readonly GuardrailRegexFilter[];
}

/** TODO */
export interface GuardrailPiiEntityFilter {
  /** TODO */
  readonly match: string;
  /** TODO */
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
  /** TODO */
  readonly action: Open<"ANONYMIZED" | "BLOCKED" | "NONE">;
  /** TODO */
  readonly detected?: boolean | undefined;
}

/** TODO */
export interface GuardrailRegexFilter {
  /** TODO */
  readonly name?: string | undefined;
  /** TODO */
  readonly match?: string | undefined;
  /** TODO */
  readonly regex?: string | undefined;
  /** TODO */
  readonly action: Open<"ANONYMIZED" | "BLOCKED" | "NONE">;
  /** TODO */
  readonly detected?: boolean | undefined;
}

/** TODO */
export interface GuardrailContextualGroundingPolicyAssessment {
  /** TODO */
  readonly filters?: readonly GuardrailContextualGroundingFilter[] | undefined;
}

/** TODO */
export interface GuardrailContextualGroundingFilter {
  /** TODO */
  readonly type: Open<"GROUNDING" | "RELEVANCE">;
  /** TODO */
  readonly threshold: number;
  /** TODO */
  readonly score: number;
  /** TODO */
  readonly action: Open<"BLOCKED" | "NONE">;
  /** TODO */
  readonly detected?: boolean | undefined;
}

/** TODO */
export interface GuardrailInvocationMetrics {
  /** TODO */
  readonly guardrailProcessingLatency?: number | undefined;
  /** TODO */
  readonly usage?: GuardrailUsage | undefined;
  /** TODO */
  readonly guardrailCoverage?: GuardrailCoverage | undefined;
}

/** TODO */
export interface GuardrailUsage {
  /** TODO */
  readonly topicPolicyUnits: number;
  /** TODO */
  readonly contentPolicyUnits: number;
  /** TODO */
  readonly wordPolicyUnits: number;
  /** TODO */
  readonly sensitiveInformationPolicyUnits: number;
  /** TODO */
  readonly sensitiveInformationPolicyFreeUnits: number;
  /** TODO */
  readonly contextualGroundingPolicyUnits: number;
  /** TODO */
  readonly contentPolicyImageUnits?: number | undefined;
  /** TODO */
  readonly automatedReasoningPolicyUnits?: number | undefined;
  /** TODO */
  readonly automatedReasoningPolicies?: number | undefined;
}

/** TODO */
export interface GuardrailCoverage {
  /** TODO */
  readonly textCharacters?: GuardrailTextCharactersCoverage | undefined;
  /** TODO */
  readonly images?: GuardrailImageCoverage | undefined;
}

/** TODO */
export interface GuardrailTextCharactersCoverage {
  /** TODO */
  readonly guarded?: number | undefined;
  /** TODO */
  readonly total?: number | undefined;
}

/** TODO */
export interface GuardrailImageCoverage {
  /** TODO */
  readonly guarded?: number | undefined;
  /** TODO */
  readonly total?: number | undefined;
}

/** TODO */
export interface AppliedGuardrailDetails {
  /** TODO */
  readonly guardrailId?: string | undefined;
  /** TODO */
  readonly guardrailVersion?: string | undefined;
  /** TODO */
  readonly guardrailArn?: string | undefined;
  /** TODO */
  readonly guardrailOrigin?:
    | readonly Open<"REQUEST" | "ACCOUNT_ENFORCED" | "ORGANIZATION_ENFORCED">[]
    | undefined;
  /** TODO */
  readonly guardrailOwnership?: Open<"SELF" | "CROSS_ACCOUNT"> | undefined;
}
