// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { OneOf, Open } from "../../protocol/types.ts";
import type {
  GuardrailAssessment,
  GuardrailCoverage,
  GuardrailUsage,
} from "../guardrails/assessment.ts";

/**
 * The input of `applyGuardrail`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html
 */
export interface ApplyGuardrailInput {
  /** The guardrail's id or ARN. At most 2048 characters. */
  readonly guardrailIdentifier: string;
  /** The guardrail's version. A number of at most 8 digits, or `DRAFT`. */
  readonly guardrailVersion: string;
  /** Whether the content is a user's `INPUT` or a model's `OUTPUT`. */
  readonly source: Open<"INPUT" | "OUTPUT">;
  /** What the guardrail looks at. */
  readonly content: readonly GuardrailContentBlock[];
  /**
   * `FULL` also reports what was looked for and not found, except for words and patterns. Default:
   * `INTERVENTIONS`.
   */
  readonly outputScope?: Open<"INTERVENTIONS" | "FULL"> | undefined;
}

/** Content for the guardrail to look at. */
export type GuardrailContentBlock = OneOf<GuardrailContentBlockMembers>;

/** The members of {@link GuardrailContentBlock}, of which a value has exactly one. */
export interface GuardrailContentBlockMembers {
  /** Text. */
  readonly text: GuardrailTextBlock;
  /** An image. */
  readonly image: GuardrailImageBlock;
}

/** Text for the guardrail to look at. */
export interface GuardrailTextBlock {
  /** The text. */
  readonly text: string;
  /** The text's role in the grounding policy: the source, the question, or what is checked. */
  readonly qualifiers?: readonly Open<"grounding_source" | "query" | "guard_content">[] | undefined;
}

/** An image for the guardrail to look at. */
export interface GuardrailImageBlock {
  /** How the image is encoded. */
  readonly format: Open<"png" | "jpeg">;
  /** The image itself. */
  readonly source: GuardrailImageSource;
}

/** The bytes of an image. */
export interface GuardrailImageSource {
  /** The file's bytes; they travel as base64. Not empty. */
  readonly bytes: Uint8Array;
}

/**
 * The answer of `applyGuardrail`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html#API_runtime_ApplyGuardrail_ResponseSyntax
 */
export interface ApplyGuardrailOutput {
  /** The units that are billed. */
  readonly usage: GuardrailUsage;
  /** Whether the guardrail stepped in. */
  readonly action: Open<"NONE" | "GUARDRAIL_INTERVENED">;
  /** Why it did. */
  readonly actionReason?: string | undefined;
  /** What to show instead: the content masked, or the guardrail's own message. */
  readonly outputs: readonly GuardrailOutputContent[];
  /** What each policy found. */
  readonly assessments: readonly GuardrailAssessment[];
  /** How much of the content was looked at. */
  readonly guardrailCoverage?: GuardrailCoverage | undefined;
  /** The HTTP exchange: its status, its id, its attempts. */
  readonly $metadata: ResponseMetadata;
}

/** A piece of what to show instead. */
export interface GuardrailOutputContent {
  /** The text. */
  readonly text?: string | undefined;
}
