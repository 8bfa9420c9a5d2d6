// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { OneOf, Open } from "../../protocol/types.ts";
import type {
  GuardrailAssessment,
  GuardrailCoverage,
  GuardrailUsage,
} from "../guardrails/assessment.ts";

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html
 */
export interface ApplyGuardrailInput {
  /** TODO At most 2048 characters. */
  readonly guardrailIdentifier: string;
  /** TODO A number of at most 8 digits, or `DRAFT`. */
  readonly guardrailVersion: string;
  /** TODO */
  readonly source: Open<"INPUT" | "OUTPUT">;
  /** TODO */
  readonly content: readonly GuardrailContentBlock[];
  /** TODO */
  readonly outputScope?: Open<"INTERVENTIONS" | "FULL"> | undefined;
}

/** TODO */
export type GuardrailContentBlock = OneOf<GuardrailContentBlockMembers>;

/** The members of a {@link GuardrailContentBlock}, which has one of them. */
export interface GuardrailContentBlockMembers {
  /** TODO */
  readonly text: GuardrailTextBlock;
  /** TODO */
  readonly image: GuardrailImageBlock;
}

/** TODO */
export interface GuardrailTextBlock {
  /** TODO */
  readonly text: string;
  /** TODO */
  readonly qualifiers?: readonly Open<"grounding_source" | "query" | "guard_content">[] | undefined;
}

/** TODO */
export interface GuardrailImageBlock {
  /** TODO */
  readonly format: Open<"png" | "jpeg">;
  /** TODO */
  readonly source: GuardrailImageSource;
}

/** TODO */
export interface GuardrailImageSource {
  /** TODO Not empty. */
  readonly bytes: Uint8Array;
}

/**
 * TODO
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html#API_runtime_ApplyGuardrail_ResponseSyntax
 */
export interface ApplyGuardrailOutput {
  /** TODO */
  readonly usage: GuardrailUsage;
  /** TODO */
  readonly action: Open<"NONE" | "GUARDRAIL_INTERVENED">;
  /** TODO */
  readonly actionReason?: string | undefined;
  /** TODO */
  readonly outputs: readonly GuardrailOutputContent[];
  /** TODO */
  readonly assessments: readonly GuardrailAssessment[];
  /** TODO */
  readonly guardrailCoverage?: GuardrailCoverage | undefined;
  readonly $metadata: ResponseMetadata;
}

/** TODO */
export interface GuardrailOutputContent {
  /** TODO */
  readonly text?: string | undefined;
}
