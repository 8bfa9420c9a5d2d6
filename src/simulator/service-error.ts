import { utf8 } from "./utf8.ts";

/** The namespace of errors that Bedrock Runtime itself raises. */
const BEDROCK = "http://internal.amazon.com/coral/com.amazon.bedrock/";
/** The namespace of errors raised by the layer in front of the service, such as a refused signature. */
const FRONT = "http://internal.amazon.com/coral/com.amazon.coral.service/";

/** Status codes of the errors of Bedrock Runtime and of the layer in front of it. */
export const ERROR_STATUS: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  InternalServerException: 500,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelStreamErrorException: 424,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  ValidationException: 400,
  ExpiredTokenException: 403,
  IncompleteSignatureException: 403,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  RequestExpired: 403,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  UnrecognizedClientException: 403,
};

const FRONT_ERRORS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "ExpiredTokenException",
  "IncompleteSignatureException",
  "InvalidSignatureException",
  "MissingAuthenticationTokenException",
  "RequestExpired",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);

/** What `x-amzn-ErrorType` says for an error: its name and the namespace it stands in. */
export const errorType = (name: string): string =>
  `${name}:${FRONT_ERRORS.has(name) ? FRONT : BEDROCK}`;

/** A refusal, thrown anywhere in the simulator. Each service puts it in its own protocol's form. */
export class ServiceError extends Error {
  override readonly name: string;
  readonly status: number;

  constructor(name: string, message: string, status: number = ERROR_STATUS[name] ?? 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

export const validationException = (message: string): ServiceError =>
  new ServiceError("ValidationException", message);

export function errorResponse(error: ServiceError): Response {
  const body = utf8(JSON.stringify({ message: error.message }));
  return new Response(body, {
    status: error.status,
    headers: {
      "Content-Type": "application/json",
      "Content-Length": `${body.length}`,
      "x-amzn-ErrorType": errorType(error.name),
    },
  });
}
