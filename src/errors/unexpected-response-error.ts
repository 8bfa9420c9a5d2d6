import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/** Why a response is not one of the service's. */
export type UnexpectedResponseErrorCode =
  /** A redirect. It is never followed: fetch would carry the session token to another origin. */
  | "REDIRECT_REFUSED"
  /** A success that is not an event stream, where one was asked for. */
  | "NOT_AN_EVENT_STREAM"
  /** More than the 25,000,000 bytes that the service's model allows. */
  | "RESPONSE_TOO_LARGE"
  /** A success without a single byte, where the service always sends some. */
  | "EMPTY_RESPONSE"
  /** A success that is a web page, such as a proxy's login. */
  | "HTML_RESPONSE"
  /** A body that `json()` cannot read, or that is not what the service's model says. */
  | "NOT_JSON"
  /** A page whose `nextToken` is the one that led to it: the pages would never end. */
  | "REPEATED_TOKEN";

/** Something answered that does not speak Bedrock Runtime's protocol: a proxy, a login page, a wrong endpoint. */
export class UnexpectedResponseError extends BedrockFetchError {
  override readonly name: string = "UnexpectedResponseError";
  declare readonly code: UnexpectedResponseErrorCode;

  constructor(code: UnexpectedResponseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
