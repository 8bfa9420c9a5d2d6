import type { Docstring, Docstrings } from "./docstring.ts";

const [, request]: Docstring = [
  "",
  {
    modelId:
      "The id or ARN of a model or inference profile, or the ARN of a prompt, a prompt router, a provisioned model or an endpoint.",
    messages: "The conversation so far, oldest first. Unset when a prompt has its own.",
    system: "Instructions for the whole conversation.",
    inferenceConfig: "How the model generates, in terms that all models share.",
    toolConfig: "The tools that the model may use.",
    guardrailConfig: "A guardrail that looks at the prompt and at the answer.",
    additionalModelRequestFields:
      "Parameters of the model's own, such as `{ top_k: 200 }`, sent as they are.",
    promptVariables: "What to fill into the prompt that `modelId` names, by variable.",
    additionalModelResponseFieldPaths:
      'JSON Pointers, such as `"/stop_sequence"`, to members of the model\'s own answer that `additionalModelResponseFields` should have.',
    requestMetadata: "Tags for the invocation log.",
    performanceConfig: "Whether to use hardware that answers sooner.",
    serviceTier: "How urgent the request is, and what it costs.",
    outputConfig: "How the answer is formed.",
  },
];

const guardrail = {
  guardrailIdentifier: "The guardrail's id or ARN.",
  guardrailVersion: "The guardrail's version.",
  trace: "Whether the answer has what the guardrail found. Default: `disabled`.",
};

const performanceConfig = "The latency that the service used.";
const serviceTier = "The tier that the service used.";

const trace = {
  guardrail: "What the guardrail found.",
  promptRouter: "Which model the prompt router chose.",
};

export const converse: Docstrings = {
  ConverseRequest: ["The input of `converse`.", request],
  ConverseStreamRequest: ["The input of `converseStream`.", request],
  InferenceConfiguration: [
    "How a model generates. A member that is unset has the model's own default.",
    {
      maxTokens: "The most tokens that the answer may have.",
      temperature: "How random the answer is: lower is more predictable.",
      topP: "The share of likeliest tokens to choose from.",
      stopSequences: "Texts that make the model stop.",
    },
  ],
  GuardrailConfiguration: ["A guardrail for `converse`.", guardrail],
  GuardrailStreamConfiguration: [
    "A guardrail for `converseStream`.",
    {
      ...guardrail,
      streamProcessingMode:
        "`sync` holds text back until it has been looked at; `async` sends it meanwhile. Default: `sync`.",
    },
  ],
  PromptVariableValues: ["The value of a prompt's variable.", { text: "The text to fill in." }],
  PerformanceConfiguration: [
    "How soon a model answers.",
    { latency: "`optimized` answers sooner, with models that have it. Default: `standard`." },
  ],
  ServiceTier: ["How urgent a request is.", { type: "The tier. Default: `default`." }],
  OutputConfig: [
    "How an answer is formed.",
    {
      textFormat: "A form that the answer's text must have.",
      effort:
        "How hard the model tries: `low`, `medium`, `high`, `xhigh` or `max`; what is above `high` needs extended thinking.",
    },
  ],
  OutputFormat: [
    "A form that an answer's text must have.",
    { type: "`json_schema`: the text is JSON.", structure: "What the JSON must be." },
  ],
  OutputFormatStructure: ["What an answer must be.", { jsonSchema: "A JSON Schema that it fits." }],
  JsonSchemaDefinition: [
    "A JSON Schema for answers.",
    {
      schema: "The schema as text: `JSON.stringify(schema)`.",
      name: "What the model calls it.",
      description: "What it is for, for the model to read.",
    },
  ],
  ConverseResponse: [
    "The answer of `converse`. Members that the service adds later are kept.",
    {
      output: "What the model said.",
      stopReason: "Why the model stopped.",
      usage: "The tokens that were used.",
      metrics: "How long the model took.",
      additionalModelResponseFields:
        "The members that `additionalModelResponseFieldPaths` asked for.",
      trace: "What the guardrail and the prompt router did, if that was asked for.",
      performanceConfig,
      serviceTier,
    },
  ],
  ConverseOutput: [
    "What a model said.",
    { message: "The message, ready to append to `messages`." },
  ],
  TokenUsage: [
    "Tokens that a request used.",
    {
      inputTokens: "Tokens of the request, without those of the cache.",
      outputTokens: "Tokens of the answer.",
      totalTokens: "All of them: of the request, of the cache and of the answer.",
      cacheReadInputTokens: "Tokens of the request that came from the cache.",
      cacheWriteInputTokens: "Tokens of the request that went into the cache.",
      cacheDetails: "What went into the cache, by how long it stays.",
    },
  ],
  CacheDetail: [
    "Tokens that went into the cache for one length of time.",
    { ttl: "How long they stay.", inputTokens: "How many they are." },
  ],
  ConverseMetrics: [
    "How long an answer took.",
    { latencyMs: "From the request to the whole answer, as the service measured it, in ms." },
  ],
  ConverseTrace: ["What the guardrail and the prompt router did.", trace],
  GuardrailTraceAssessment: [
    "What a guardrail found in a conversation.",
    {
      modelOutput: "What the model had said before the guardrail stepped in.",
      inputAssessment: "What was found in the prompt, by the guardrail's id.",
      outputAssessments: "What was found in the answer, by the guardrail's id.",
      actionReason: "Why the guardrail stepped in.",
    },
  ],
  PromptRouterTrace: [
    "What a prompt router chose.",
    { invokedModelId: "The ARN of the model or profile that answered." },
  ],
  ConverseStreamResponse: [
    "The answer of `converseStream`.",
    { stream: "The events, as they come. `metadata` is the last one." },
  ],
  ConverseStreamOutput: [
    "An event of a streamed answer. Kinds that this client does not know are skipped.",
    {
      messageStart: "The message begins.",
      contentBlockStart:
        "A block begins whose deltas do not say everything; blocks of text have no such event.",
      contentBlockDelta: "The next piece of a block.",
      contentBlockStop: "A block is complete.",
      messageStop: "The message is complete.",
      metadata: "Tokens and latency. The last event.",
    },
  ],
  ConverseStreamMetadataEvent: [
    "Tokens and latency of a streamed answer.",
    {
      usage: "The tokens that were used.",
      metrics: "How long the model took.",
      trace: "What the guardrail and the prompt router did, if that was asked for.",
      performanceConfig,
      serviceTier,
    },
  ],
  ConverseStreamMetrics: [
    "How long a streamed answer took.",
    { latencyMs: "From the request to the end of the stream, as the service measured it, in ms." },
  ],
  ConverseStreamTrace: ["What the guardrail and the prompt router did.", trace],
};
