import type { Docstrings } from "./docstring.ts";

const translation = "The input as logic.";
const logicWarning = "Set when the translation is flawed whatever the policy says.";
const claimsTrueScenario = "A case in which the claims hold.";

export const automatedReasoning: Docstrings = {
  GuardrailAutomatedReasoningPolicyAssessment: [
    "What automated reasoning found.",
    { findings: "One finding for each part of the input that was reasoned about." },
  ],
  GuardrailAutomatedReasoningFinding: [
    "How claims of the input relate to the rules of a policy.",
    {
      valid: "The claims follow from the premises and the rules.",
      invalid: "The claims contradict the premises or the rules.",
      satisfiable: "The claims hold under some assumptions and fail under others.",
      impossible: "The premises or the rules contradict each other, so nothing follows.",
      translationAmbiguous: "The input can be read in several ways.",
      tooComplex: "The input is too much to reason about.",
      noTranslations: "The input has nothing that the policy is about.",
    },
  ],
  GuardrailAutomatedReasoningValidFinding: [
    "Claims that follow from the premises and the rules.",
    {
      translation,
      claimsTrueScenario,
      supportingRules: "The rules from which the claims follow.",
      logicWarning,
    },
  ],
  GuardrailAutomatedReasoningInvalidFinding: [
    "Claims that contradict the premises or the rules.",
    { translation, contradictingRules: "The rules that the claims contradict.", logicWarning },
  ],
  GuardrailAutomatedReasoningSatisfiableFinding: [
    "Claims that nothing proves or disproves.",
    {
      translation,
      claimsTrueScenario,
      claimsFalseScenario: "A case in which the claims fail.",
      logicWarning,
    },
  ],
  GuardrailAutomatedReasoningImpossibleFinding: [
    "Premises or rules that contradict each other.",
    { translation, contradictingRules: "The rules in contradiction.", logicWarning },
  ],
  GuardrailAutomatedReasoningTranslationAmbiguousFinding: [
    "An input with several readings.",
    {
      options: "The readings.",
      differenceScenarios: "Cases in which the readings differ.",
    },
  ],
  GuardrailAutomatedReasoningTooComplexFinding: ["An input too large or too intricate. Empty.", {}],
  GuardrailAutomatedReasoningNoTranslationsFinding: [
    "An input without any statement that the policy could check. Empty.",
    {},
  ],
  GuardrailAutomatedReasoningTranslation: [
    "A text of natural language as premises and claims.",
    {
      premises: "What is taken as given.",
      claims: "What is checked.",
      untranslatedPremises: "Text that looks like premises and has no translation.",
      untranslatedClaims: "Text that looks like claims and has no translation.",
      confidence: "The confidence of the translation, from 0 to 1.",
    },
  ],
  GuardrailAutomatedReasoningTranslationOption: [
    "One reading of an ambiguous input.",
    { translations: "Translations that share this reading." },
  ],
  GuardrailAutomatedReasoningStatement: [
    "A statement, in logic and in words.",
    { logic: "In formal notation.", naturalLanguage: "In words." },
  ],
  GuardrailAutomatedReasoningInputTextReference: [
    "A quotation of the input.",
    { text: "The quoted text." },
  ],
  GuardrailAutomatedReasoningScenario: [
    "A case, as the statements that hold in it.",
    { statements: "The statements that hold." },
  ],
  GuardrailAutomatedReasoningRule: [
    "A rule of a policy.",
    { identifier: "The rule's id.", policyVersionArn: "The ARN of the policy's version." },
  ],
  GuardrailAutomatedReasoningLogicWarning: [
    "Statements that are always true or always false, by logic alone.",
    {
      type: "Which of the two they are.",
      premises: "The premises in question.",
      claims: "The claims in question.",
    },
  ],
};
