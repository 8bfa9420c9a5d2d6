/**
 * A client for Amazon Bedrock Runtime that needs nothing but fetch, Web Crypto and Web Streams.
 *
 * @module
 */
export { BedrockRuntime } from "./client/bedrock-runtime.ts";
export type {
  BedrockRuntimeOptions,
  CallOptions,
  FailedAttempt,
  RetryNotice,
} from "./client/options.ts";
export type { Credentials, CredentialsProvider } from "./credentials/credentials.ts";
export { BedrockFetchError } from "./errors/bedrock-fetch-error.ts";
export {
  CredentialsProviderError,
  type CredentialsProviderErrorCode,
} from "./errors/credentials-provider-error.ts";
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
  ServiceQuotaExceededException,
  ServiceUnavailableException,
  ThrottlingException,
  ValidationException,
} from "./errors/service-exceptions.ts";
export { IncompleteStreamError, InvalidEventError } from "./errors/stream-errors.ts";
export { IdleTimeoutError, RequestTimeoutError } from "./errors/timeout-errors.ts";
export {
  UnexpectedResponseError,
  type UnexpectedResponseErrorCode,
} from "./errors/unexpected-response-error.ts";
export type { BodyBytes } from "./operations/body-bytes.ts";
export type {
  InvokeModelInput,
  InvokeModelWithResponseStreamInput,
  JsonBody,
  RequestBody,
} from "./operations/inputs.ts";
export type {
  InvokeModelOutput,
  InvokeModelOutputBase,
  InvokeModelUsage,
  InvokeModelWithResponseStreamOutput,
} from "./operations/outputs.ts";
export type { ResponseStream } from "./operations/response-stream.ts";
export type { ResponseStreamEvent } from "./operations/response-stream-decoder.ts";
