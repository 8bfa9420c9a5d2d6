import type { Docstrings } from "./docstring.ts";

export const countTokens: Docstrings = {
  CountTokensRequest: [
    "The input of `countTokens`.",
    {
      modelId: "The id or ARN of a foundation model. An inference profile is refused.",
      input: "The request whose tokens are counted.",
    },
  ],
  CountTokensInput: [
    "A request of one of the two kinds.",
    { invokeModel: "One for `invokeModel`.", converse: "One for `converse`." },
  ],
  InvokeModelTokensRequest: [
    "A request for `invokeModel`.",
    { body: "The model's own request, as the bytes of its JSON; they travel as base64." },
  ],
  ConverseTokensRequest: [
    "The parts of a request for `converse` that are counted.",
    {
      messages: "The conversation so far, oldest first.",
      system: "Instructions for the whole conversation.",
      toolConfig: "The tools that the model may use.",
      additionalModelRequestFields: "Parameters of the model's own, sent as they are.",
    },
  ],
  CountTokensResponse: [
    "The answer of `countTokens`.",
    { inputTokens: "The tokens that the same request would be billed for as its input." },
  ],
};
