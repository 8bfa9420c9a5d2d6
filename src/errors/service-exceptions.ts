import type { ResponseMetadata } from "./response-metadata.ts";

/** The options of every exception of the service. */
export interface ServiceExceptionOptions {
  readonly message: string;
  readonly $metadata: ResponseMetadata;
  readonly $fault: "client" | "server";
  readonly retryable: boolean;
  readonly retryAfterMs?: number | undefined;
}

/**
 * An error that the service answered with, before a stream or within it. One that the service's
 * model names is of the class of that name; any other is of this class, under the service's name.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html#API_runtime_InvokeModel_Errors
 */
export class BedrockRuntimeServiceException extends Error {
  /** The service's name of the error, such as `"ThrottlingException"`. */
  declare readonly name: string;
  /** Who has to change something: `"client"` is the caller. */
  readonly $fault: "client" | "server";
  readonly $metadata: ResponseMetadata;
  /** Whether the same call could succeed if it were made again. */
  declare readonly retryable: boolean;
  /** How long the service asks to wait before that, in ms, if it says; the client waits 20 s at most. */
  declare readonly retryAfterMs?: number | undefined;
  /** For an exception within a stream: how many events had been delivered before it. Unset for an exception of the call itself. */
  declare readonly eventsDelivered?: number | undefined;

  constructor(name: string, options: ServiceExceptionOptions) {
    super(options.message);
    this.name = name;
    this.$fault = options.$fault;
    this.$metadata = options.$metadata;
    this.retryable = options.retryable;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

/** The request is denied: the identity may not invoke this model (403). */
export class AccessDeniedException extends BedrockRuntimeServiceException {
  declare readonly name: "AccessDeniedException";
}

/** The service failed (500). */
export class InternalServerException extends BedrockRuntimeServiceException {
  declare readonly name: "InternalServerException";
}

/** The model failed while it handled the request (424). */
export class ModelErrorException extends BedrockRuntimeServiceException {
  declare readonly name: "ModelErrorException";
  /** The status that the model answered with. */
  declare readonly originalStatusCode?: number | undefined;
  /** The resource that failed. */
  declare readonly resourceName?: string | undefined;
}

/** The model is not ready to serve requests yet, as an imported one that is being loaded (429). */
export class ModelNotReadyException extends BedrockRuntimeServiceException {
  declare readonly name: "ModelNotReadyException";
}

/** The model failed while it streamed its answer (424). */
export class ModelStreamErrorException extends BedrockRuntimeServiceException {
  declare readonly name: "ModelStreamErrorException";
  /** The status that the model answered with. */
  declare readonly originalStatusCode?: number | undefined;
  /** What the model said. */
  declare readonly originalMessage?: string | undefined;
}

/** The model took too long (408). */
export class ModelTimeoutException extends BedrockRuntimeServiceException {
  declare readonly name: "ModelTimeoutException";
}

/** The model, profile or guardrail does not exist (404). */
export class ResourceNotFoundException extends BedrockRuntimeServiceException {
  declare readonly name: "ResourceNotFoundException";
}

/** The account's quota is used up (400). */
export class ServiceQuotaExceededException extends BedrockRuntimeServiceException {
  declare readonly name: "ServiceQuotaExceededException";
}

/** The service is not available now (503). */
export class ServiceUnavailableException extends BedrockRuntimeServiceException {
  declare readonly name: "ServiceUnavailableException";
}

/** The account's rate of requests or tokens is exceeded (429). */
export class ThrottlingException extends BedrockRuntimeServiceException {
  declare readonly name: "ThrottlingException";
}

/** The service refuses the input (400). */
export class ValidationException extends BedrockRuntimeServiceException {
  declare readonly name: "ValidationException";
}

/** Exceptions by name: the status that each comes with, and its class. */
export interface ServiceExceptions {
  readonly [name: string]: readonly [status: number, type: typeof BedrockRuntimeServiceException];
}

/** Those that all operations share; the first of a status stands for it where no name is known. */
export const COMMON_EXCEPTIONS: ServiceExceptions = {
  ValidationException: [400, ValidationException],
  ServiceQuotaExceededException: [400, ServiceQuotaExceededException],
  AccessDeniedException: [403, AccessDeniedException],
  ResourceNotFoundException: [404, ResourceNotFoundException],
  ThrottlingException: [429, ThrottlingException],
  InternalServerException: [500, InternalServerException],
  ServiceUnavailableException: [503, ServiceUnavailableException],
};

/** Those of a model that answers: InvokeModel's and Converse's. */
export const MODEL_EXCEPTIONS: ServiceExceptions = {
  ...COMMON_EXCEPTIONS,
  ModelTimeoutException: [408, ModelTimeoutException],
  ModelErrorException: [424, ModelErrorException],
  ModelStreamErrorException: [424, ModelStreamErrorException],
  ModelNotReadyException: [429, ModelNotReadyException],
};
