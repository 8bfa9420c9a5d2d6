/**
 * A client for Amazon Bedrock Runtime that needs nothing but fetch, Web Crypto and Web Streams.
 *
 * @module
 */
export { BedrockClient } from "./client/bedrock-client.ts";
export { BedrockRuntime } from "./client/bedrock-runtime.ts";
export type {
  BedrockRuntimeOptions,
  CallOptions,
  FailedAttempt,
  RequestHeaders,
  ResponseNotice,
  RetryNotice,
} from "./client/options.ts";
export type { Credentials, CredentialsProvider } from "./credentials/credentials.ts";
export {
  type AnyBedrockFetchError,
  type BedrockFetchErrorCode,
  isBedrockFetchError,
} from "./errors/any-error.ts";
export { BedrockFetchError } from "./errors/bedrock-fetch-error.ts";
export {
  CredentialsProviderError,
  type CredentialsProviderErrorCode,
} from "./errors/credentials-provider-error.ts";
export { DocumentError } from "./errors/document-error.ts";
export { EventStreamError, type EventStreamErrorCode } from "./errors/event-stream-error.ts";
export { InvalidArgumentError } from "./errors/invalid-argument-error.ts";
export { NetworkError } from "./errors/network-error.ts";
export type { Received } from "./errors/received.ts";
export type { ResponseMetadata } from "./errors/response-metadata.ts";
export {
  AccessDeniedException,
  BedrockRuntimeServiceException,
  InternalServerException,
  ModelErrorException,
  ModelNotReadyException,
  ModelStreamErrorException,
  ModelTimeoutException,
  ResourceNotFoundException,
  type ServiceExceptionOptions,
  type ServiceExceptions,
  ServiceQuotaExceededException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from "./errors/service-exceptions.ts";
export { IncompleteStreamError, InvalidEventError } from "./errors/stream-errors.ts";
export {
  IdleTimeoutError,
  RequestTimeoutError,
  TotalTimeoutError,
} from "./errors/timeout-errors.ts";
export {
  UnexpectedResponseError,
  type UnexpectedResponseErrorCode,
} from "./errors/unexpected-response-error.ts";
export { UnsupportedRuntimeError } from "./errors/unsupported-runtime-error.ts";
export type { Fetch } from "./fetch.ts";
export { applyGuardrail } from "./operations/apply-guardrail/apply-guardrail.ts";
export type {
  ApplyGuardrailInput,
  ApplyGuardrailOutput,
  GuardrailContentBlock,
  GuardrailContentBlockMembers,
  GuardrailImageBlock,
  GuardrailImageSource,
  GuardrailOutputContent,
  GuardrailTextBlock,
} from "./operations/apply-guardrail/types.ts";
export { getAsyncInvoke } from "./operations/async-invoke/get-async-invoke.ts";
export {
  asyncInvokePages,
  listAsyncInvokes,
} from "./operations/async-invoke/list-async-invokes.ts";
export { startAsyncInvoke } from "./operations/async-invoke/start-async-invoke.ts";
export type {
  AsyncInvokeOutputDataConfig,
  AsyncInvokeS3OutputDataConfig,
  AsyncInvokeSummary,
  GetAsyncInvokeInput,
  GetAsyncInvokeOutput,
  ListAsyncInvokesInput,
  ListAsyncInvokesOutput,
  StartAsyncInvokeInput,
  StartAsyncInvokeOutput,
  Tag,
} from "./operations/async-invoke/types.ts";
export { converse } from "./operations/converse/converse.ts";
export { converseStream } from "./operations/converse/converse-stream.ts";
export type {
  CitationSourceContentDelta,
  CitationsDelta,
  ContentBlockDelta,
  ContentBlockDeltaEvent,
  ContentBlockDeltaMembers,
  ContentBlockStart,
  ContentBlockStartEvent,
  ContentBlockStartMembers,
  ContentBlockStopEvent,
  ConverseStreamEvent,
  ConverseStreamEventMembers,
  ConverseStreamMetadataEvent,
  ConverseStreamMetrics,
  ConverseStreamOutput,
  ConverseStreamTrace,
  ImageBlockDelta,
  ImageBlockStart,
  MessageStartEvent,
  MessageStopEvent,
  ReasoningContentBlockDelta,
  ReasoningContentBlockDeltaMembers,
  ToolResultBlockDelta,
  ToolResultBlockDeltaMembers,
  ToolResultBlockStart,
  ToolUseBlockDelta,
  ToolUseBlockStart,
} from "./operations/converse/events.ts";
export type {
  ConverseInput,
  ConverseStreamInput,
  GuardrailConfiguration,
  GuardrailStreamConfiguration,
  InferenceConfiguration,
  JsonSchemaDefinition,
  OutputConfig,
  OutputFormat,
  OutputFormatStructure,
  PerformanceConfiguration,
  PromptVariableValues,
  ServiceTier,
} from "./operations/converse/input.ts";
export type {
  CacheDetail,
  ConverseMetrics,
  ConverseOutput,
  ConverseOutputMessage,
  ConverseTrace,
  GuardrailTraceAssessment,
  PromptRouterTrace,
  TokenUsage,
} from "./operations/converse/output.ts";
export { countTokens } from "./operations/count-tokens/count-tokens.ts";
export type {
  ConverseTokensRequest,
  CountTokensInput,
  CountTokensOutput,
  CountTokensSource,
  CountTokensSourceMembers,
  InvokeModelTokensRequest,
} from "./operations/count-tokens/types.ts";
export type {
  AppliedGuardrailDetails,
  GuardrailAssessment,
  GuardrailContentFilter,
  GuardrailContentPolicyAssessment,
  GuardrailContextualGroundingFilter,
  GuardrailContextualGroundingPolicyAssessment,
  GuardrailCoverage,
  GuardrailCustomWord,
  GuardrailImageCoverage,
  GuardrailInvocationMetrics,
  GuardrailManagedWord,
  GuardrailPiiEntityFilter,
  GuardrailRegexFilter,
  GuardrailSensitiveInformationPolicyAssessment,
  GuardrailTextCharactersCoverage,
  GuardrailTopic,
  GuardrailTopicPolicyAssessment,
  GuardrailUsage,
  GuardrailWordPolicyAssessment,
} from "./operations/guardrails/assessment.ts";
export type {
  GuardrailAutomatedReasoningFinding,
  GuardrailAutomatedReasoningFindingMembers,
  GuardrailAutomatedReasoningImpossibleFinding,
  GuardrailAutomatedReasoningInputTextReference,
  GuardrailAutomatedReasoningInvalidFinding,
  GuardrailAutomatedReasoningLogicWarning,
  GuardrailAutomatedReasoningNoTranslationsFinding,
  GuardrailAutomatedReasoningPolicyAssessment,
  GuardrailAutomatedReasoningRule,
  GuardrailAutomatedReasoningSatisfiableFinding,
  GuardrailAutomatedReasoningScenario,
  GuardrailAutomatedReasoningStatement,
  GuardrailAutomatedReasoningTooComplexFinding,
  GuardrailAutomatedReasoningTranslation,
  GuardrailAutomatedReasoningTranslationAmbiguousFinding,
  GuardrailAutomatedReasoningTranslationOption,
  GuardrailAutomatedReasoningValidFinding,
} from "./operations/guardrails/automated-reasoning.ts";
export { invokeGuardrailChecks } from "./operations/invoke-guardrail-checks/invoke-guardrail-checks.ts";
export type {
  GuardrailChecksConfig,
  GuardrailChecksContentBlock,
  GuardrailChecksContentFilterCategoryConfig,
  GuardrailChecksContentFilterConfig,
  GuardrailChecksContentFilterResult,
  GuardrailChecksContentFilterResultEntry,
  GuardrailChecksContentFilterUsage,
  GuardrailChecksMessage,
  GuardrailChecksPromptAttackCategoryConfig,
  GuardrailChecksPromptAttackConfig,
  GuardrailChecksPromptAttackResult,
  GuardrailChecksPromptAttackResultEntry,
  GuardrailChecksPromptAttackUsage,
  GuardrailChecksResults,
  GuardrailChecksSensitiveInformationConfig,
  GuardrailChecksSensitiveInformationEntityConfig,
  GuardrailChecksSensitiveInformationResult,
  GuardrailChecksSensitiveInformationResultEntry,
  GuardrailChecksSensitiveInformationUsage,
  GuardrailChecksUsageResults,
  InvokeGuardrailChecksInput,
  InvokeGuardrailChecksOutput,
} from "./operations/invoke-guardrail-checks/types.ts";
export type { ResponseStreamEvent } from "./operations/invoke-model/chunk-event.ts";
export type {
  InvokeModelInput,
  InvokeModelWithResponseStreamInput,
  RequestBody,
} from "./operations/invoke-model/input.ts";
export { invokeModel } from "./operations/invoke-model/invoke-model.ts";
export { invokeModelWithResponseStream } from "./operations/invoke-model/invoke-model-with-response-stream.ts";
export type {
  InvokeModelOutput,
  InvokeModelUsage,
  InvokeModelWithResponseStreamOutput,
  ResponseStream,
} from "./operations/invoke-model/output.ts";
export type {
  Citation,
  CitationGeneratedContent,
  CitationLocation,
  CitationLocationMembers,
  CitationSourceContent,
  CitationsConfig,
  CitationsContentBlock,
  DocumentCharLocation,
  DocumentChunkLocation,
  DocumentPageLocation,
  SearchResultBlock,
  SearchResultContentBlock,
  SearchResultLocation,
  WebLocation,
} from "./operations/messages/citations.ts";
export type {
  AudioBlock,
  AudioSource,
  AudioSourceMembers,
  DocumentBlock,
  DocumentContentBlock,
  DocumentSource,
  DocumentSourceMembers,
  ErrorBlock,
  ImageBlock,
  ImageSource,
  ImageSourceMembers,
  S3Location,
  VideoBlock,
  VideoSource,
  VideoSourceMembers,
} from "./operations/messages/media.ts";
export type {
  CachePointBlock,
  ContentBlock,
  ContentBlockMembers,
  GuardrailConverseContentBlock,
  GuardrailConverseContentBlockMembers,
  GuardrailConverseImageBlock,
  GuardrailConverseImageSource,
  GuardrailConverseTextBlock,
  Message,
  ReasoningContentBlock,
  ReasoningContentBlockMembers,
  ReasoningTextBlock,
  SystemContentBlock,
  SystemContentBlockMembers,
  ToolAdditionBlock,
  ToolReference,
  ToolRemovalBlock,
  ToolResultBlock,
  ToolResultContentBlock,
  ToolResultContentBlockMembers,
  ToolUseBlock,
} from "./operations/messages/message.ts";
export type {
  AnyToolChoice,
  AutoToolChoice,
  SpecificToolChoice,
  SystemTool,
  Tool,
  ToolChoice,
  ToolChoiceMembers,
  ToolConfiguration,
  ToolInputSchema,
  ToolMembers,
  ToolSpecification,
} from "./operations/messages/tools.ts";
export type { BodyBytes } from "./protocol/body-bytes.ts";
export type { ByteSource } from "./protocol/byte-source.ts";
export type { EventReadableStream } from "./protocol/events/event-readable-stream.ts";
export type { HttpRequest, Operation } from "./protocol/operation.ts";
export type { OperationResponse } from "./protocol/operation-response.ts";
export type { JsonBody, JsonValue, OneOf, Only } from "./protocol/types.ts";
export { anthropicFetch } from "./sdks/anthropic-fetch.ts";
export { type SignedFetchOptions, signedFetch } from "./sdks/signed-fetch.ts";
