import type { Docstrings } from "./docstring.ts";

export const applyGuardrail: Docstrings = {
  ApplyGuardrailRequest: [
    "The input of `applyGuardrail`.",
    {
      guardrailIdentifier: "The guardrail's id or ARN.",
      guardrailVersion: "The guardrail's version.",
      source: "Whether the content is a user's `INPUT` or a model's `OUTPUT`.",
      content: "What the guardrail looks at.",
      outputScope:
        "`FULL` also reports what was looked for and not found, except for words and patterns. Default: `INTERVENTIONS`.",
    },
  ],
  GuardrailContentBlock: [
    "Content for the guardrail to look at.",
    { text: "Text.", image: "An image." },
  ],
  GuardrailTextBlock: [
    "Text for the guardrail to look at.",
    {
      text: "The text.",
      qualifiers:
        "The text's role in the grounding policy: the source, the question, or what is checked.",
    },
  ],
  GuardrailImageBlock: [
    "An image for the guardrail to look at.",
    { format: "How the image is encoded.", source: "The image itself." },
  ],
  GuardrailImageSource: [
    "The bytes of an image.",
    { bytes: "The file's bytes; they travel as base64." },
  ],
  ApplyGuardrailResponse: [
    "The answer of `applyGuardrail`.",
    {
      usage: "The units that are billed.",
      action: "Whether the guardrail stepped in.",
      actionReason: "Why it did.",
      outputs: "What to show instead: the content masked, or the guardrail's own message.",
      assessments: "What each policy found.",
      guardrailCoverage: "How much of the content was looked at.",
    },
  ],
  GuardrailOutputContent: ["A piece of what to show instead.", { text: "The text." }],
};
