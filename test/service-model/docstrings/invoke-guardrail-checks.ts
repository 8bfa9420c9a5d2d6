import type { Docstrings } from "./docstring.ts";

const checks = {
  contentFilter: "Harmful content.",
  promptAttack: "Attempts to turn a model against its instructions.",
  sensitiveInformation: "Personal data.",
};
const severityScore = "How severe it is, from 0 to 1.";
const textUnits = "Text units, as billed.";

export const invokeGuardrailChecks: Docstrings = {
  InvokeGuardrailChecksRequest: [
    "The input of `invokeGuardrailChecks`: checks without a guardrail of your own.",
    { messages: "What is checked.", checks: "What is looked for." },
  ],
  GuardrailChecksMessage: [
    "A message to check.",
    { role: "Who speaks.", content: "What is said, in order." },
  ],
  GuardrailChecksContentBlock: ["A piece of a message.", { text: "Plain text." }],
  GuardrailChecksConfig: ["What to look for; at least one of these.", checks],
  GuardrailChecksContentFilterConfig: [
    "The harmful content to look for.",
    { categories: "The kinds of content." },
  ],
  GuardrailChecksContentFilterCategoryConfig: [
    "A kind of harmful content to look for.",
    { category: "The kind." },
  ],
  GuardrailChecksPromptAttackConfig: [
    "The attacks to look for.",
    { categories: "The kinds of attack." },
  ],
  GuardrailChecksPromptAttackCategoryConfig: [
    "A kind of attack to look for.",
    { category: "The kind." },
  ],
  GuardrailChecksSensitiveInformationConfig: [
    "The personal data to look for.",
    { entities: "The kinds of data." },
  ],
  GuardrailChecksSensitiveInformationEntityConfig: [
    "A kind of personal data to look for.",
    { type: "The kind." },
  ],
  InvokeGuardrailChecksResponse: [
    "The answer of `invokeGuardrailChecks`.",
    { results: "What was found.", usage: "What each check is billed for." },
  ],
  GuardrailChecksResults: ["What each check found.", checks],
  GuardrailChecksContentFilterResult: [
    "How harmful the content is.",
    { results: "One entry per kind that was looked for." },
  ],
  GuardrailChecksContentFilterResultEntry: [
    "How harmful the content is in one way.",
    { category: "The kind of content.", severityScore },
  ],
  GuardrailChecksPromptAttackResult: [
    "How severe an attack the content is.",
    { results: "One entry per kind that was looked for." },
  ],
  GuardrailChecksPromptAttackResultEntry: [
    "How severe an attack of one kind the content is.",
    { category: "The kind of attack.", severityScore },
  ],
  GuardrailChecksSensitiveInformationResult: [
    "Personal data that was found.",
    {
      results: "One entry per piece of data.",
      truncated: "Whether there was more than can be reported.",
    },
  ],
  GuardrailChecksSensitiveInformationResultEntry: [
    "A piece of personal data, and where it is.",
    {
      type: "The kind of data.",
      confidenceScore: "How sure the check is, from 0 to 1.",
      beginOffset: "Its first character within the block's text.",
      endOffset: "The end of it within the block's text.",
      messageIndex: "Which message, from 0.",
      contentIndex: "Which block of the message, from 0.",
    },
  ],
  GuardrailChecksUsageResults: ["What each check is billed for.", checks],
  GuardrailChecksContentFilterUsage: [
    "What looking for harmful content is billed for.",
    { textUnits },
  ],
  GuardrailChecksPromptAttackUsage: ["What looking for attacks is billed for.", { textUnits }],
  GuardrailChecksSensitiveInformationUsage: [
    "What looking for personal data is billed for.",
    { textUnits },
  ],
};
