import type { ResponseMetadata } from "../errors/response-metadata.ts";
import type { BodyBytes } from "./body-bytes.ts";
import type { ResponseStream } from "./response-stream.ts";

/** Tokens and time, from the answer's headers: what of them CORS lets a page read. */
export interface InvokeModelUsage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cacheReadInputTokens?: number;
  readonly cacheWriteInputTokens?: number;
  /** How long the model took, in ms. */
  readonly invocationLatencyMs?: number;
}

/** What both answers have besides their body. */
export interface InvokeModelOutputBase {
  /** The MIME type of the body, or of each chunk's bytes. */
  readonly contentType: string | undefined;
  readonly performanceConfigLatency?: string | undefined;
  readonly serviceTier?: string | undefined;
  readonly $metadata: ResponseMetadata;
}

/**
 * The answer of `invokeModel`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html#API_runtime_InvokeModel_ResponseSyntax
 */
export interface InvokeModelOutput extends InvokeModelOutputBase {
  /** The model's own answer: bytes, with `text()` and `json()`. */
  readonly body: BodyBytes;
  /** Unset when no header tells. */
  readonly usage?: InvokeModelUsage;
}

/**
 * The answer of `invokeModelWithResponseStream`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html#API_runtime_InvokeModelWithResponseStream_ResponseSyntax
 */
export interface InvokeModelWithResponseStreamOutput extends InvokeModelOutputBase {
  /** The events, as they come. */
  readonly body: ResponseStream;
}
