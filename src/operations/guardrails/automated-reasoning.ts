// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { OneOf, Open } from "../../protocol/types.ts";

/** What automated reasoning found. */
export interface GuardrailAutomatedReasoningPolicyAssessment {
  /** One finding for each part of the input that was reasoned about. */
  readonly findings?: readonly GuardrailAutomatedReasoningFinding[] | undefined;
}

/** How claims of the input relate to the rules of a policy. */
export type GuardrailAutomatedReasoningFinding = OneOf<GuardrailAutomatedReasoningFindingMembers>;

/** The members of {@link GuardrailAutomatedReasoningFinding}, of which a value has exactly one. */
export interface GuardrailAutomatedReasoningFindingMembers {
  /** The claims follow from the premises and the rules. */
  readonly valid: GuardrailAutomatedReasoningValidFinding;
  /** The claims contradict the premises or the rules. */
  readonly invalid: GuardrailAutomatedReasoningInvalidFinding;
  /** The claims hold under some assumptions and fail under others. */
  readonly satisfiable: GuardrailAutomatedReasoningSatisfiableFinding;
  /** The premises or the rules contradict each other, so nothing follows. */
  readonly impossible: GuardrailAutomatedReasoningImpossibleFinding;
  /** The input can be read in several ways. */
  readonly translationAmbiguous: GuardrailAutomatedReasoningTranslationAmbiguousFinding;
  /** The input is too much to reason about. */
  readonly tooComplex: GuardrailAutomatedReasoningTooComplexFinding;
  /** The input has nothing that the policy is about. */
  readonly noTranslations: GuardrailAutomatedReasoningNoTranslationsFinding;
}

/** Claims that follow from the premises and the rules. */
export interface GuardrailAutomatedReasoningValidFinding {
  /** The input as logic. */
  readonly translation?: GuardrailAutomatedReasoningTranslation | undefined;
  /** A case in which the claims hold. */
  readonly claimsTrueScenario?: GuardrailAutomatedReasoningScenario | undefined;
  /** The rules from which the claims follow. */
  readonly supportingRules?: readonly GuardrailAutomatedReasoningRule[] | undefined;
  /** Set when the translation is flawed whatever the policy says. */
  readonly logicWarning?: GuardrailAutomatedReasoningLogicWarning | undefined;
}

/** A text of natural language as premises and claims. */
export interface GuardrailAutomatedReasoningTranslation {
  /** What is taken as given. */
  readonly premises?: readonly GuardrailAutomatedReasoningStatement[] | undefined;
  /** What is checked. */
  readonly claims?: readonly GuardrailAutomatedReasoningStatement[] | undefined;
  /** Text that looks like premises and has no translation. */
  readonly untranslatedPremises?:
    | readonly GuardrailAutomatedReasoningInputTextReference[]
    | undefined;
  /** Text that looks like claims and has no translation. */
  readonly untranslatedClaims?:
    | readonly GuardrailAutomatedReasoningInputTextReference[]
    | undefined;
  /** The confidence of the translation, from 0 to 1. */
  readonly confidence?: number | undefined;
}

/** A statement, in logic and in words. */
export interface GuardrailAutomatedReasoningStatement {
  /** In formal notation. */
  readonly logic?: string | undefined;
  /** In words. */
  readonly naturalLanguage?: string | undefined;
}

/** A quotation of the input. */
export interface GuardrailAutomatedReasoningInputTextReference {
  /** The quoted text. */
  readonly text?: string | undefined;
}

/** A case, as the statements that hold in it. */
export interface GuardrailAutomatedReasoningScenario {
  /** The statements that hold. */
  readonly statements?: readonly GuardrailAutomatedReasoningStatement[] | undefined;
}

/** A rule of a policy. */
export interface GuardrailAutomatedReasoningRule {
  /** The rule's id. */
  readonly identifier?: string | undefined;
  /** The ARN of the policy's version. */
  readonly policyVersionArn?: string | undefined;
}

/** Statements that are always true or always false, by logic alone. */
export interface GuardrailAutomatedReasoningLogicWarning {
  /** Which of the two they are. */
  readonly type?: Open<"ALWAYS_FALSE" | "ALWAYS_TRUE"> | undefined;
  /** The premises in question. */
  readonly premises?: readonly GuardrailAutomatedReasoningStatement[] | undefined;
  /** The claims in question. */
  readonly claims?: readonly GuardrailAutomatedReasoningStatement[] | undefined;
}

/** Claims that contradict the premises or the rules. */
export interface GuardrailAutomatedReasoningInvalidFinding {
  /** The input as logic. */
  readonly translation?: GuardrailAutomatedReasoningTranslation | undefined;
  /** The rules that the claims contradict. */
  readonly contradictingRules?: readonly GuardrailAutomatedReasoningRule[] | undefined;
  /** Set when the translation is flawed whatever the policy says. */
  readonly logicWarning?: GuardrailAutomatedReasoningLogicWarning | undefined;
}

/** Claims that nothing proves or disproves. */
export interface GuardrailAutomatedReasoningSatisfiableFinding {
  /** The input as logic. */
  readonly translation?: GuardrailAutomatedReasoningTranslation | undefined;
  /** A case in which the claims hold. */
  readonly claimsTrueScenario?: GuardrailAutomatedReasoningScenario | undefined;
  /** A case in which the claims fail. */
  readonly claimsFalseScenario?: GuardrailAutomatedReasoningScenario | undefined;
  /** Set when the translation is flawed whatever the policy says. */
  readonly logicWarning?: GuardrailAutomatedReasoningLogicWarning | undefined;
}

/** Premises or rules that contradict each other. */
export interface GuardrailAutomatedReasoningImpossibleFinding {
  /** The input as logic. */
  readonly translation?: GuardrailAutomatedReasoningTranslation | undefined;
  /** The rules in contradiction. */
  readonly contradictingRules?: readonly GuardrailAutomatedReasoningRule[] | undefined;
  /** Set when the translation is flawed whatever the policy says. */
  readonly logicWarning?: GuardrailAutomatedReasoningLogicWarning | undefined;
}

/** An input with several readings. */
export interface GuardrailAutomatedReasoningTranslationAmbiguousFinding {
  /** The readings. */
  readonly options?: readonly GuardrailAutomatedReasoningTranslationOption[] | undefined;
  /** Cases in which the readings differ. */
  readonly differenceScenarios?: readonly GuardrailAutomatedReasoningScenario[] | undefined;
}

/** One reading of an ambiguous input. */
export interface GuardrailAutomatedReasoningTranslationOption {
  /** Translations that share this reading. */
  readonly translations?: readonly GuardrailAutomatedReasoningTranslation[] | undefined;
}

/** An input too large or too intricate. Empty. */
export type GuardrailAutomatedReasoningTooComplexFinding = { readonly [member: string]: never };

/** An input without any statement that the policy could check. Empty. */
export type GuardrailAutomatedReasoningNoTranslationsFinding = { readonly [member: string]: never };
