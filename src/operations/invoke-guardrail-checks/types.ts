// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { Open } from "../../protocol/types.ts";

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeGuardrailChecks.html
 */
export interface InvokeGuardrailChecksInput {
  /** TODO At least 1 item. */
  readonly messages: readonly GuardrailChecksMessage[];
  /** TODO */
  readonly checks: GuardrailChecksConfig;
}

/** TODO */
export interface GuardrailChecksMessage {
  /** TODO */
  readonly role: Open<"user" | "assistant" | "system">;
  /** TODO At least 1 item. */
  readonly content: readonly GuardrailChecksContentBlock[];
}

/** TODO */
export interface GuardrailChecksContentBlock {
  /** TODO Not empty. */
  readonly text: string;
}

/** TODO */
export interface GuardrailChecksConfig {
  /** TODO */
  readonly contentFilter?: GuardrailChecksContentFilterConfig | undefined;
  /** TODO */
  readonly promptAttack?: GuardrailChecksPromptAttackConfig | undefined;
  /** TODO */
  readonly sensitiveInformation?: GuardrailChecksSensitiveInformationConfig | undefined;
}

/** TODO */
export interface GuardrailChecksContentFilterConfig {
  /** TODO 1 to 5 items. */
  readonly categories: readonly GuardrailChecksContentFilterCategoryConfig[];
}

/** TODO */
export interface GuardrailChecksContentFilterCategoryConfig {
  /** TODO */
  readonly category: Open<"VIOLENCE" | "HATE" | "SEXUAL" | "MISCONDUCT" | "INSULTS">;
}

/** TODO */
export interface GuardrailChecksPromptAttackConfig {
  /** TODO 1 to 3 items. */
  readonly categories: readonly GuardrailChecksPromptAttackCategoryConfig[];
}

/** TODO */
export interface GuardrailChecksPromptAttackCategoryConfig {
  /** TODO */
  readonly category: Open<"JAILBREAK" | "PROMPT_INJECTION" | "PROMPT_LEAKAGE">;
}

/** TODO */
export interface GuardrailChecksSensitiveInformationConfig {
  /** TODO 1 to 31 items. */
  readonly entities: readonly GuardrailChecksSensitiveInformationEntityConfig[];
}

/** TODO */
export interface GuardrailChecksSensitiveInformationEntityConfig {
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
}

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeGuardrailChecks.html#API_runtime_InvokeGuardrailChecks_ResponseSyntax
 */
export interface InvokeGuardrailChecksOutput {
  /** TODO */
  readonly results: GuardrailChecksResults;
  /** TODO */
  readonly usage: GuardrailChecksUsageResults;
  readonly $metadata: ResponseMetadata;
}

/** TODO */
export interface GuardrailChecksResults {
  /** TODO */
  readonly contentFilter?: GuardrailChecksContentFilterResult | undefined;
  /** TODO */
  readonly promptAttack?: GuardrailChecksPromptAttackResult | undefined;
  /** TODO */
  readonly sensitiveInformation?: GuardrailChecksSensitiveInformationResult | undefined;
}

/** TODO */
export interface GuardrailChecksContentFilterResult {
  /** TODO */
  readonly results: readonly GuardrailChecksContentFilterResultEntry[];
}

/** TODO */
export interface GuardrailChecksContentFilterResultEntry {
  /** TODO */
  readonly category: Open<"VIOLENCE" | "HATE" | "SEXUAL" | "MISCONDUCT" | "INSULTS">;
  /** TODO */
  readonly severityScore: number;
}

/** TODO */
export interface GuardrailChecksPromptAttackResult {
  /** TODO */
  readonly results: readonly GuardrailChecksPromptAttackResultEntry[];
}

/** TODO */
export interface GuardrailChecksPromptAttackResultEntry {
  /** TODO */
  readonly category: Open<"JAILBREAK" | "PROMPT_INJECTION" | "PROMPT_LEAKAGE">;
  /** TODO */
  readonly severityScore: number;
}

/** TODO */
export interface GuardrailChecksSensitiveInformationResult {
  /** TODO */
  readonly results: readonly GuardrailChecksSensitiveInformationResultEntry[];
  /** TODO */
  readonly truncated?: boolean | undefined;
}

/** TODO */
export interface GuardrailChecksSensitiveInformationResultEntry {
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
  readonly confidenceScore: number;
  /** TODO */
  readonly beginOffset: number;
  /** TODO */
  readonly endOffset: number;
  /** TODO */
  readonly messageIndex: number;
  /** TODO */
  readonly contentIndex: number;
}

/** TODO */
export interface GuardrailChecksUsageResults {
  /** TODO */
  readonly contentFilter?: GuardrailChecksContentFilterUsage | undefined;
  /** TODO */
  readonly promptAttack?: GuardrailChecksPromptAttackUsage | undefined;
  /** TODO */
  readonly sensitiveInformation?: GuardrailChecksSensitiveInformationUsage | undefined;
}

/** TODO */
export interface GuardrailChecksContentFilterUsage {
  /** TODO */
  readonly textUnits: number;
}

/** TODO */
export interface GuardrailChecksPromptAttackUsage {
  /** TODO */
  readonly textUnits: number;
}

/** TODO */
export interface GuardrailChecksSensitiveInformationUsage {
  /** TODO */
  readonly textUnits: number;
}
