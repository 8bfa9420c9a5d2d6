import type { Docstrings } from "./docstring.ts";

const action = "What the guardrail did about it.";
const detected = "Whether it was found; with `action` `NONE`, found and let through.";
const units = (policy: string): string => `Text units that ${policy} took, as billed.`;

export const assessment: Docstrings = {
  GuardrailAssessment: [
    "What each policy of a guardrail found. A policy that found nothing is usually left out.",
    {
      topicPolicy: "Denied topics.",
      contentPolicy: "Harmful content and prompt attacks.",
      wordPolicy: "Words from your own list and from AWS's.",
      sensitiveInformationPolicy: "Personal data, and matches of your own patterns.",
      contextualGroundingPolicy:
        "Answers that the source does not support, or beside the question.",
      automatedReasoningPolicy: "Claims that were checked against the rules of a policy.",
      invocationMetrics: "How long the guardrail took, and what is billed.",
      appliedGuardrailDetails: "Which guardrail it was.",
    },
  ],
  GuardrailTopicPolicyAssessment: [
    "Denied topics that were found.",
    { topics: "One entry per topic." },
  ],
  GuardrailTopic: [
    "A topic of the guardrail.",
    { name: "The topic's name.", type: "`DENY`: a topic to stay away from.", action, detected },
  ],
  GuardrailContentPolicyAssessment: [
    "Harmful content that was found.",
    { filters: "One entry per filter." },
  ],
  GuardrailContentFilter: [
    "A filter for one kind of harmful content.",
    {
      type: "The kind of content.",
      confidence: "How sure the filter is.",
      filterStrength: "How strict the filter is set to be.",
      action,
      detected,
    },
  ],
  GuardrailWordPolicyAssessment: [
    "Unwanted words that were found.",
    { customWords: "Words of your own list.", managedWordLists: "Words of AWS's lists." },
  ],
  GuardrailCustomWord: [
    "A word of your own list.",
    { match: "The text that matched.", action, detected },
  ],
  GuardrailManagedWord: [
    "A word of one of AWS's lists.",
    { match: "The text that matched.", type: "The list.", action, detected },
  ],
  GuardrailSensitiveInformationPolicyAssessment: [
    "Sensitive information that was found.",
    { piiEntities: "Personal data.", regexes: "Matches of your own patterns." },
  ],
  GuardrailPiiEntityFilter: [
    "A piece of personal data.",
    { match: "The text that was found.", type: "The kind of data.", action, detected },
  ],
  GuardrailRegexFilter: [
    "A match of a pattern of your own.",
    {
      name: "The pattern's name.",
      match: "The text that matched.",
      regex: "The pattern, as a regular expression.",
      action,
      detected,
    },
  ],
  GuardrailContextualGroundingPolicyAssessment: [
    "How an answer compares with its source and with the question.",
    { filters: "One entry for grounding and one for relevance." },
  ],
  GuardrailContextualGroundingFilter: [
    "The score of an answer for grounding or relevance.",
    {
      type: "`GROUNDING` in the source, or `RELEVANCE` to the question.",
      threshold: "The lowest score that passes, from 0 to 1.",
      score: "The answer's score, from 0 to 1.",
      action,
      detected: "Whether the score is below the threshold.",
    },
  ],
  GuardrailInvocationMetrics: [
    "Time, billed units and coverage of a guardrail.",
    {
      guardrailProcessingLatency: "How long the guardrail took, in ms.",
      usage: "The units that are billed.",
      guardrailCoverage: "How much of the content was looked at.",
    },
  ],
  GuardrailUsage: [
    "The units that each policy is billed for.",
    {
      topicPolicyUnits: units("denied topics"),
      contentPolicyUnits: units("content filters"),
      wordPolicyUnits: units("word filters"),
      sensitiveInformationPolicyUnits: units("filters of personal data"),
      sensitiveInformationPolicyFreeUnits: "Text units of your own patterns, which are free.",
      contextualGroundingPolicyUnits: units("grounding checks"),
      contentPolicyImageUnits: "Images that content filters looked at, as billed.",
      automatedReasoningPolicyUnits: units("automated reasoning"),
      automatedReasoningPolicies: "How many policies of automated reasoning ran.",
    },
  ],
  GuardrailCoverage: [
    "How much of the content a guardrail looked at.",
    { textCharacters: "Of the text, in characters.", images: "Of the images." },
  ],
  GuardrailTextCharactersCoverage: [
    "Characters that were looked at, of all there were.",
    { guarded: "Characters that were looked at.", total: "All characters." },
  ],
  GuardrailImageCoverage: [
    "Images that were looked at, of all there were.",
    { guarded: "Images that were looked at.", total: "All images." },
  ],
  AppliedGuardrailDetails: [
    "The guardrail that made an assessment.",
    {
      guardrailId: "Its id.",
      guardrailVersion: "Its version: a number, or `DRAFT`.",
      guardrailArn: "Its ARN.",
      guardrailOrigin:
        "Why it ran: the request asked, or the account or its organization requires it.",
      guardrailOwnership: "Whether it belongs to this account or to another.",
    },
  ],
};
