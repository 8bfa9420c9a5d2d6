import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/**
 * The connection failed: no name, no route, refused, reset, or closed within an answer. What fetch
 * raised differs in every runtime and is kept as `cause`.
 *
 * Not retryable where another try cannot help: a permission that is missing, a request that a page's
 * policy blocks, as far as the browser reports it, or a limit of the runtime's own on an answer that
 * is still being paid for.
 */
export class NetworkError extends BedrockFetchError {
  override readonly name: string = "NetworkError";
  override readonly code = "NETWORK" as const;
  declare readonly retryable: boolean;

  constructor(message: string, retryable: boolean, options?: ErrorOptions) {
    super(message, options);
    this.retryable = retryable;
  }
}
