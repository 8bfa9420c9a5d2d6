/** A file of types, and the shapes that it starts from: what they need is in the same file, or in an earlier one. */
export interface Room {
  /** Relative to `src/operations`. */
  readonly file: string;
  readonly roots: readonly string[];
}

/** In this order: a shape is in the first file that needs it. */
export const rooms: readonly Room[] = [
  {
    file: "guardrails/automated-reasoning.ts",
    roots: ["GuardrailAutomatedReasoningPolicyAssessment"],
  },
  { file: "guardrails/assessment.ts", roots: ["GuardrailAssessment"] },
  {
    file: "messages/citations.ts",
    roots: ["CitationsContentBlock", "SearchResultBlock", "CitationsConfig"],
  },
  {
    file: "messages/media.ts",
    roots: ["ImageBlock", "DocumentBlock", "VideoBlock", "AudioBlock"],
  },
  { file: "messages/message.ts", roots: ["Message", "SystemContentBlock"] },
  { file: "messages/tools.ts", roots: ["ToolConfiguration"] },
  { file: "converse/input.ts", roots: ["ConverseRequest", "ConverseStreamRequest"] },
  { file: "converse/output.ts", roots: ["ConverseResponse"] },
  { file: "converse/events.ts", roots: ["ConverseStreamResponse"] },
  { file: "count-tokens/types.ts", roots: ["CountTokensRequest", "CountTokensResponse"] },
  { file: "apply-guardrail/types.ts", roots: ["ApplyGuardrailRequest", "ApplyGuardrailResponse"] },
  {
    file: "invoke-guardrail-checks/types.ts",
    roots: ["InvokeGuardrailChecksRequest", "InvokeGuardrailChecksResponse"],
  },
  {
    file: "async-invoke/types.ts",
    roots: [
      "StartAsyncInvokeRequest",
      "StartAsyncInvokeResponse",
      "GetAsyncInvokeRequest",
      "GetAsyncInvokeResponse",
      "ListAsyncInvokesRequest",
      "ListAsyncInvokesResponse",
    ],
  },
];

/** A folder of operations, whose `members.ts` says what the client must know of them at run time. */
export const folders: { readonly [folder: string]: readonly string[] } = {
  converse: ["Converse", "ConverseStream"],
  "count-tokens": ["CountTokens"],
  "apply-guardrail": ["ApplyGuardrail"],
  "invoke-guardrail-checks": ["InvokeGuardrailChecks"],
  "async-invoke": ["StartAsyncInvoke", "GetAsyncInvoke", "ListAsyncInvokes"],
};

/** Shapes with blobs that several operations share: `messages/blobs.ts` has them. */
export const sharedBlobs: readonly string[] = ["Message", "SystemContentBlock"];

/** Operations without generated types: by hand, or not over fetch. */
export const excluded: readonly string[] = [
  "InvokeModel",
  "InvokeModelWithResponseStream",
  "InvokeModelWithBidirectionalStream",
];

/** Shapes whose name is an operation's input or output here. */
export const renamed: { readonly [shape: string]: string } = {
  ConverseOutput: "ConverseOutputMessage",
  CountTokensInput: "CountTokensSource",
};

/** Shapes that have every member of another and extend it, while the model says so. */
export const extended: { readonly [shape: string]: string } = {
  ConverseStreamRequest: "ConverseRequest",
  GuardrailStreamConfiguration: "GuardrailConfiguration",
  ConverseStreamTrace: "ConverseTrace",
  GetAsyncInvokeResponse: "AsyncInvokeSummary",
};
