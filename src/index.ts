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
export type { BodyBytes } from "./protocol/body-bytes.ts";
export type { ByteSource } from "./protocol/byte-source.ts";
export type { HttpRequest, Operation } from "./protocol/operation.ts";
export type { OperationResponse } from "./protocol/response.ts";
export type { EventReadableStream } from "./protocol/response-stream.ts";
export type { JsonBody } from "./protocol/types.ts";
