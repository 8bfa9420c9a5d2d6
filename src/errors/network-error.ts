import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/**
 * The connection failed: the name was not found, there is no route, or the connection was refused,
 * reset, or closed within an answer. fetch's own error, which differs in every runtime, is the `cause`.
 *
 * Not retryable where another try cannot help: a missing permission, a request that a page's policy
 * blocks (where the browser reports it), or the runtime's own time limit on an answer that is still
 * being paid for.
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
