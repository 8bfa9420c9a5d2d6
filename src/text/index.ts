/**
 * Reading the answers of InvokeModel and Converse, whole and streamed, of every model family.
 *
 * @module
 */

export { DocumentError, type DocumentErrorCode } from "../errors/document-error.ts";
export { collect } from "./collect/collect.ts";
export type {
  CollectedAnswer,
  CollectedChoice,
  ServerToolCall,
  ToolCall,
} from "./collect/collector.ts";
export type {
  Answer,
  AnswerBody,
  AnswerChunk,
  AnswerEvents,
  TextOptions,
} from "./documents/answer.ts";
export { AnswerDocumentStream } from "./documents/answer-document-stream.ts";
export { documents } from "./documents/documents.ts";
export type {
  StandardSchema,
  StandardSchemaIssue,
  StandardSchemaResult,
} from "./documents/standard-schema.ts";
export type {
  AnswerEvent,
  CitationEvent,
  GuardrailEvent,
  LatencyEvent,
  OtherEvent,
  ReasoningEvent,
  RefusalEvent,
  ServerToolCallEvent,
  ServerToolResultEvent,
  StopEvent,
  TextEvent,
  ToolCallDeltaEvent,
  ToolCallStartEvent,
  ToolCallStopEvent,
  Usage,
  UsageEvent,
} from "./events/answer-event.ts";
export { AnswerEventStream } from "./events/answer-event-stream.ts";
export { type AnswerReading, events } from "./events/events.ts";
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
export type { ChatCompletionAssistantMessage } from "./messages/chat-completion-turn.ts";
export type { ClaudeAssistantMessage } from "./messages/claude-turn.ts";
export type { CommandRAssistantMessage } from "./messages/command-r-turn.ts";
export type { ConverseAssistantMessage } from "./messages/converse-turn.ts";
export type { MessageIssue } from "./messages/turn.ts";
export type { AssistantMessage } from "./messages/turns.ts";
export {
  type ServerSentEventsOptions,
  toServerSentEvents,
} from "./server-sent-events/to-server-sent-events.ts";
export { AnswerTextStream } from "./text/answer-text-stream.ts";
export { textOf } from "./text/text-of.ts";
export { textStream } from "./text/text-stream.ts";
export { toTextStream } from "./text/to-text-stream.ts";
