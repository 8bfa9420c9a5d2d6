// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { OneOf, Open } from "../../protocol/types.ts";

/** TODO */
export interface GuardrailAutomatedReasoningPolicyAssessment {
  /** TODO */
  readonly findings?: readonly GuardrailAutomatedReasoningFinding[] | undefined;
}

/** TODO */
export type GuardrailAutomatedReasoningFinding = OneOf<GuardrailAutomatedReasoningFindingMembers>;

/** The members of a {@link GuardrailAutomatedReasoningFinding}, which has one of them. */
export interface GuardrailAutomatedReasoningFindingMembers {
  /** TODO */
  readonly valid: GuardrailAutomatedReasoningValidFinding;
  /** TODO */
  readonly invalid: GuardrailAutomatedReasoningInvalidFinding;
  /** TODO */
  readonly satisfiable: GuardrailAutomatedReasoningSatisfiableFinding;
  /** TODO */
  readonly impossible: GuardrailAutomatedReasoningImpossibleFinding;
  /** TODO */
  readonly translationAmbiguous: GuardrailAutomatedReasoningTranslationAmbiguousFinding;
  /** TODO */
  readonly tooComplex: GuardrailAutomatedReasoningTooComplexFinding;
  /** TODO */
  readonly noTranslations: GuardrailAutomatedReasoningNoTranslationsFinding;
}

/** TODO */
export interface GuardrailAutomatedReasoningValidFinding {
  /** TODO */
  readonly translation?: GuardrailAutomatedReasoningTranslation | undefined;
  /** TODO */
  readonly claimsTrueScenario?: GuardrailAutomatedReasoningScenario | undefined;
  /** TODO */
  readonly supportingRules?: readonly GuardrailAutomatedReasoningRule[] | undefined;
  /** TODO */
  readonly logicWarning?: GuardrailAutomatedReasoningLogicWarning | undefined;
}

/** TODO */
export interface GuardrailAutomatedReasoningTranslation {
  /** TODO */
  readonly premises?: readonly GuardrailAutomatedReasoningStatement[] | undefined;
  /** TODO */
  readonly claims?: readonly GuardrailAutomatedReasoningStatement[] | undefined;
  /** TODO */
  readonly untranslatedPremises?:
    | readonly GuardrailAutomatedReasoningInputTextReference[]
    | undefined;
  /** TODO */
  readonly untranslatedClaims?:
    | readonly GuardrailAutomatedReasoningInputTextReference[]
    | undefined;
  /** TODO */
  readonly confidence?: number | undefined;
}

/** TODO */
export interface GuardrailAutomatedReasoningStatement {
  /** TODO */
  readonly logic?: string | undefined;
  /** TODO */
  readonly naturalLanguage?: string | undefined;
}

/** TODO */
export interface GuardrailAutomatedReasoningInputTextReference {
  /** TODO */
  readonly text?: string | undefined;
}

/** TODO */
export interface GuardrailAutomatedReasoningScenario {
  /** TODO */
  readonly statements?: readonly GuardrailAutomatedReasoningStatement[] | undefined;
}

/** TODO */
export interface GuardrailAutomatedReasoningRule {
  /** TODO */
  readonly identifier?: string | undefined;
  /** TODO */
  readonly policyVersionArn?: string | undefined;
}

/** TODO */
export interface GuardrailAutomatedReasoningLogicWarning {
  /** TODO */
  readonly type?: Open<"ALWAYS_FALSE" | "ALWAYS_TRUE"> | undefined;
  /** TODO */
  readonly premises?: readonly GuardrailAutomatedReasoningStatement[] | undefined;
  /** TODO */
  readonly claims?: readonly GuardrailAutomatedReasoningStatement[] | undefined;
}

/** TODO */
export interface GuardrailAutomatedReasoningInvalidFinding {
  /** TODO */
  readonly translation?: GuardrailAutomatedReasoningTranslation | undefined;
  /** TODO */
  readonly contradictingRules?: readonly GuardrailAutomatedReasoningRule[] | undefined;
  /** TODO */
  readonly logicWarning?: GuardrailAutomatedReasoningLogicWarning | undefined;
}

/** TODO */
export interface GuardrailAutomatedReasoningSatisfiableFinding {
  /** TODO */
  readonly translation?: GuardrailAutomatedReasoningTranslation | undefined;
  /** TODO */
  readonly claimsTrueScenario?: GuardrailAutomatedReasoningScenario | undefined;
  /** TODO */
  readonly claimsFalseScenario?: GuardrailAutomatedReasoningScenario | undefined;
  /** TODO */
  readonly logicWarning?: GuardrailAutomatedReasoningLogicWarning | undefined;
}

/** TODO */
export interface GuardrailAutomatedReasoningImpossibleFinding {
  /** TODO */
  readonly translation?: GuardrailAutomatedReasoningTranslation | undefined;
  /** TODO */
  readonly contradictingRules?: readonly GuardrailAutomatedReasoningRule[] | undefined;
  /** TODO */
  readonly logicWarning?: GuardrailAutomatedReasoningLogicWarning | undefined;
}

/** TODO */
export interface GuardrailAutomatedReasoningTranslationAmbiguousFinding {
  /** TODO */
  readonly options?: readonly GuardrailAutomatedReasoningTranslationOption[] | undefined;
  /** TODO */
  readonly differenceScenarios?: readonly GuardrailAutomatedReasoningScenario[] | undefined;
}

/** TODO */
export interface GuardrailAutomatedReasoningTranslationOption {
  /** TODO */
  readonly translations?: readonly GuardrailAutomatedReasoningTranslation[] | undefined;
}

/** TODO */
export type GuardrailAutomatedReasoningTooComplexFinding = { readonly [member: string]: never };

/** TODO */
export type GuardrailAutomatedReasoningNoTranslationsFinding = { readonly [member: string]: never };
