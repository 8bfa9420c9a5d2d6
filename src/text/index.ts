/**
 * Reading the answers of InvokeModel and InvokeModelWithResponseStream, of every model family.
 *
 * @module
 */

export { DocumentError } from "../errors/document-error.ts";
export type { AnswerBody, AnswerChunk } from "./answer-body.ts";
export { AnswerDocumentStream } from "./answer-document-stream.ts";
export type {
  AnswerEvent,
  GuardrailEvent,
  LatencyEvent,
  OtherEvent,
  ReasoningEvent,
  StopEvent,
  TextEvent,
  ToolCallDeltaEvent,
  ToolCallStartEvent,
  ToolCallStopEvent,
  Usage,
  UsageEvent,
} from "./answer-event.ts";
export { AnswerEventStream } from "./answer-event-stream.ts";
export { AnswerTextStream } from "./answer-text-stream.ts";
export { type CollectedAnswer, type CollectedChoice, collect, type ToolCall } from "./collect.ts";
export { documents } from "./documents.ts";
export { events } from "./events.ts";
export type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionMessage,
  ChatCompletionUsage,
} from "./families/chat-completion.ts";
export type {
  ClaudeCompletion,
  ClaudeContentBlock,
  ClaudeDelta,
  ClaudeMessage,
  ClaudeStreamDocument,
  ClaudeUsage,
} from "./families/claude.ts";
export type {
  CommandAnswer,
  CommandRAnswer,
  CommandRStreamDocument,
  CommandRToolCall,
  CommandStreamDocument,
} from "./families/cohere.ts";
export type { LlamaDocument } from "./families/llama.ts";
export type { MistralDocument } from "./families/mistral.ts";
export type { NovaAnswer, NovaStreamDocument, NovaUsage } from "./families/nova.ts";
export type { InvocationMetrics, ServiceMembers } from "./families/service.ts";
export type { TitanAnswer, TitanStreamDocument } from "./families/titan.ts";
export type {
  StandardSchema,
  StandardSchemaIssue,
  StandardSchemaResult,
} from "./standard-schema.ts";
export { textOf } from "./text-of.ts";
export { textStream } from "./text-stream.ts";
export { type ServerSentEventsOptions, toServerSentEvents } from "./to-server-sent-events.ts";
export { toTextStream } from "./to-text-stream.ts";
