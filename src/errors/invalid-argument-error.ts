import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/** An option or a member of an input that cannot work. Raised before any request is made. */
export class InvalidArgumentError extends BedrockFetchError {
  override readonly name: string = "InvalidArgumentError";
  override readonly code = "INVALID_ARGUMENT" as const;
  /** Which one, such as `"region"` or `"requestMetadata"`. */
  declare readonly field: string;

  constructor(field: string, message: string, options?: ErrorOptions) {
    super(`${field}: ${message}`, options);
    this.field = field;
  }
}
