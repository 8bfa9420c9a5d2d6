// Compiled by `npm run types`: an expectation that no error meets is an error itself.
import {
  type BedrockClient,
  type ContentBlock,
  type ConverseInput,
  type ConverseOutput,
  type ConverseStreamEvent,
  type ConverseStreamInput,
  type ConverseStreamOutput,
  type CountTokensInput,
  converse,
  converseStream,
  type GetAsyncInvokeOutput,
  type GuardrailAssessment,
  type ListAsyncInvokesInput,
  type Message,
  type ResponseMetadata,
  type StartAsyncInvokeInput,
  type Tool,
  type ToolChoice,
} from "bedrock-fetch";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => {};

const bytes = new Uint8Array(1);

/** A JSON Schema of a library is an interface as a rule. */
interface JsonSchema {
  type?: string;
  properties?: { [name: string]: JsonSchema };
}
const schema: JsonSchema = { type: "object", properties: { city: { type: "string" } } };

const modelId = "us.amazon.nova-2-lite-v1:0";
const messages: readonly Message[] = [{ role: "user", content: [{ text: "Hi" }] }];

export const contents: readonly ContentBlock[] = [
  { text: "Hi" },
  // A condition may leave members out by `undefined`.
  { text: "Hi", image: undefined },
  { image: { format: "png", source: { bytes } } },
  // A format that the service adds later is passed on.
  { image: { format: "heif", source: { s3Location: { uri: "s3://bucket/key" } } } },
  { document: { name: "report", format: "pdf", source: { bytes } } },
  { document: { name: "report", source: { content: [{ text: "One" }, { text: "Two" }] } } },
  { toolUse: { toolUseId: "t", name: "weather", input: { city: "Oslo", days: [1, null] } } },
  { toolResult: { toolUseId: "t", content: [{ json: { bytes: "kept" } }], status: "success" } },
  { cachePoint: { type: "default", ttl: "1h" } },
  { reasoningContent: { reasoningText: { text: "Hm", signature: "s" } } },
  { reasoningContent: { redactedContent: bytes } },
  // @ts-expect-error a block has one member
  { text: "Hi", image: { format: "png", source: { bytes } } },
  // @ts-expect-error a block has a member
  {},
  // @ts-expect-error no such member
  { txt: "Hi" },
  // @ts-expect-error bytes are not base64
  { image: { format: "png", source: { bytes: "aGk=" } } },
  // @ts-expect-error a source has one member
  { image: { format: "png", source: { bytes, s3Location: { uri: "s3://bucket/key" } } } },
  // @ts-expect-error a source is needed
  { image: { format: "png" } },
  // @ts-expect-error no such member within a block
  { toolUse: { toolUseId: "t", name: "weather", input: {}, arguments: "{}" } },
  // @ts-expect-error bytes are not JSON
  { toolUse: { toolUseId: "t", name: "weather", input: { at: 1n } } },
  // @ts-expect-error text alone is not a block
  "Hi",
];

export const inputs: readonly ConverseInput[] = [
  { modelId },
  { modelId, messages, system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }] },
  { modelId, messages, inferenceConfig: { maxTokens: 10, temperature: 0, stopSequences: ["."] } },
  { modelId, messages, requestMetadata: { team: "web" }, serviceTier: { type: "flex" } },
  { modelId, messages, additionalModelRequestFields: { top_k: 200 } },
  { modelId, messages, additionalModelRequestFields: schema },
  {
    modelId,
    messages,
    toolConfig: {
      tools: [{ toolSpec: { name: "weather", inputSchema: { json: schema } } }],
      toolChoice: { any: {} },
    },
  },
  {
    modelId,
    messages,
    outputConfig: {
      textFormat: {
        type: "json_schema",
        structure: { jsonSchema: { schema: JSON.stringify(schema) } },
      },
      effort: "low",
    },
  },
  // @ts-expect-error modelId is required
  { messages },
  // @ts-expect-error no such member
  { modelId, messages, temperature: 0 },
  // @ts-expect-error no such member within a member
  { modelId, messages, inferenceConfig: { max_tokens: 10 } },
  // @ts-expect-error messages are objects
  { modelId, messages: ["Hi"] },
  // @ts-expect-error content is a list
  { modelId, messages: [{ role: "user", content: "Hi" }] },
  // @ts-expect-error values of requestMetadata are strings
  { modelId, messages, requestMetadata: { retries: 3 } },
  // @ts-expect-error only a stream has a mode
  { modelId, messages, guardrailConfig: { streamProcessingMode: "async" } },
];

export const streamInputs: readonly ConverseStreamInput[] = [
  { modelId, messages, guardrailConfig: { streamProcessingMode: "async", trace: "enabled" } },
  ...inputs,
];

/** What both operations take can be made once. */
export const both = (input: ConverseStreamInput): ConverseInput => input;

export async function called(bedrock: BedrockClient): Promise<void> {
  const guardrailConfig = { guardrailIdentifier: "g", guardrailVersion: "1" };
  const input = { modelId, messages, guardrailConfig };
  holds<Equal<Awaited<ReturnType<typeof answer>>, ConverseOutput>>();
  const answer = () => bedrock.call(converse, input);
  const { stream } = await bedrock.call(converseStream, {
    ...input,
    guardrailConfig: { ...guardrailConfig, streamProcessingMode: "async" },
  });
  for await (const event of stream) holds<Equal<typeof event, ConverseStreamEvent>>();
  // @ts-expect-error no such member
  await bedrock.call(converse, { ...input, maxTokens: 10 });
}

export const tools: readonly Tool[] = [
  { systemTool: { name: "nova_grounding" } },
  // @ts-expect-error a tool has one member
  { systemTool: { name: "nova_grounding" }, cachePoint: { type: "default" } },
  // @ts-expect-error a tool needs a schema
  { toolSpec: { name: "weather" } },
];

export const choices: readonly ToolChoice[] = [
  { auto: {} },
  { tool: { name: "weather" } },
  // @ts-expect-error auto takes no options
  { auto: { name: "weather" } },
  // @ts-expect-error one choice
  { auto: {}, any: {} },
];

export const counted: readonly CountTokensInput[] = [
  { modelId, input: { converse: { messages } } },
  { modelId, input: { invokeModel: { body: bytes } } },
  // @ts-expect-error one kind of request
  { modelId, input: { converse: { messages }, invokeModel: { body: bytes } } },
  // @ts-expect-error no inference is run
  { modelId, input: { converse: { messages, inferenceConfig: { maxTokens: 1 } } } },
];

const outputDataConfig = { s3OutputDataConfig: { s3Uri: "s3://bucket" } };

export const started: readonly StartAsyncInvokeInput[] = [
  { modelId, modelInput: { taskType: "TEXT_VIDEO" }, outputDataConfig },
  { modelId, modelInput: {}, outputDataConfig, tags: [{ key: "team", value: "web" }] },
  // @ts-expect-error the output has to go somewhere
  { modelId, modelInput: {} },
];

export const listed: readonly ListAsyncInvokesInput[] = [
  {},
  { submitTimeAfter: new Date(0), statusEquals: "Completed", maxResults: 10 },
  // @ts-expect-error times are dates
  { submitTimeAfter: "2026-01-01" },
];

export function answered(answer: ConverseOutput, job: GetAsyncInvokeOutput): ConverseInput {
  holds<Equal<typeof answer.$metadata, ResponseMetadata>>();
  holds<Equal<typeof answer.usage.cacheReadInputTokens, number | undefined>>();
  holds<Equal<typeof job.endTime, Date | undefined>>();
  // Of a list's jobs it may be missing.
  holds<Equal<undefined extends typeof job.status ? true : false, false>>();
  // @ts-expect-error answers are read-only
  answer.stopReason = "end_turn";
  // @ts-expect-error answers are read-only all the way down
  answer.output.message.content.push({ text: "Hi" });
  holds<"tool_use" extends typeof answer.stopReason ? true : false>();
  return { modelId, messages: [...messages, answer.output.message] };
}

export function read(block: ContentBlock): string | undefined {
  holds<Equal<typeof block.text, string | undefined>>();
  if (block.text !== undefined) {
    holds<Equal<typeof block.text, string>>();
    return block.text;
  }
  if (block.toolUse) {
    const { city } = block.toolUse.input as { city: string };
    return city;
  }
  if (block.reasoningContent) {
    const { reasoningText, redactedContent } = block.reasoningContent;
    if (reasoningText) return reasoningText.text;
    // One of the two is there.
    holds<Equal<typeof redactedContent, Uint8Array>>();
  }
  if (!("image" in block)) return undefined;
  return block.image?.format;
}

export async function streamed({ stream }: ConverseStreamOutput): Promise<string> {
  let text = "";
  for await (const event of stream) {
    holds<Equal<typeof event, ConverseStreamEvent>>();
    text += event.contentBlockDelta?.delta.text ?? "";
    if (event.metadata) holds<Equal<typeof event.metadata.usage.totalTokens, number>>();
    // @ts-expect-error exceptions are thrown
    void event.throttlingException;
    // @ts-expect-error padding is not an event's
    void event.contentBlockDelta?.p;
  }
  return text;
}

export const found = ({ contentPolicy }: GuardrailAssessment): readonly string[] =>
  (contentPolicy?.filters ?? []).map(({ type }) => type);
