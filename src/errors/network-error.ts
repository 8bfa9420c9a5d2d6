import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/**
 * The connection failed: no name, no route, refused, reset, or closed within an answer. What fetch
 * raised differs in every runtime and is kept as `cause`.
 */
export class NetworkError extends BedrockFetchError {
  override readonly name: string = "NetworkError";
  override readonly code = "NETWORK" as const;
  override readonly retryable = true;
}
