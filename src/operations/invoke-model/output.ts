import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import type { BodyBytes } from "../../protocol/body-bytes.ts";
import type { EventReadableStream } from "../../protocol/events/event-readable-stream.ts";
import type { ResponseStreamEvent } from "./chunk-event.ts";

/** Tokens and time, from headers; in browsers, only those that CORS exposes. */
export interface InvokeModelUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cacheReadInputTokens?: number | undefined;
  readonly cacheWriteInputTokens?: number | undefined;
  /** How long the model took, in ms. */
  readonly invocationLatency?: number | undefined;
}

/** What both outputs have besides their body. */
interface InvokeModelOutputBase {
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
  /** Unset if no header has any of them. */
  readonly usage?: InvokeModelUsage | undefined;
}

/**
 * The events of a streamed answer.
 *
 * @typeParam Event - the kind of event; that of `invokeModelWithResponseStream` by default
 */
export type ResponseStream<Event = ResponseStreamEvent> = EventReadableStream<Event>;

/**
 * The answer of `invokeModelWithResponseStream`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html#API_runtime_InvokeModelWithResponseStream_ResponseSyntax
 */
export interface InvokeModelWithResponseStreamOutput extends InvokeModelOutputBase {
  /** The events, as they come. */
  readonly body: ResponseStream;
}

/** The members of an output that come from headers. */
export function readHeaders(
  headers: Headers,
  contentType: string,
): Omit<InvokeModelOutputBase, "$metadata"> {
  return {
    contentType: undefined,
    ...pick(headers, {
      contentType,
      performanceConfigLatency: "x-amzn-bedrock-performanceconfig-latency",
      serviceTier: "x-amzn-bedrock-service-tier",
    }),
  };
}

const USAGE_HEADERS = {
  inputTokens: "x-amzn-bedrock-input-token-count",
  outputTokens: "x-amzn-bedrock-output-token-count",
  cacheReadInputTokens: "x-amzn-bedrock-cache-read-input-token-count",
  cacheWriteInputTokens: "x-amzn-bedrock-cache-write-input-token-count",
  invocationLatency: "x-amzn-bedrock-invocation-latency",
} as const satisfies { readonly [Member in keyof InvokeModelUsage]: string };

export function readUsage(headers: Headers): Pick<InvokeModelOutput, "usage"> {
  const counts = Object.entries(pick(headers, USAGE_HEADERS)).flatMap(([member, count]) =>
    /^\d+$/.test(count) ? [[member, Number(count)]] : [],
  );
  return counts.length === 0 ? {} : { usage: Object.fromEntries(counts) };
}

/** The headers that are present, by member. */
function pick(
  headers: Headers,
  names: { readonly [member: string]: string },
): { readonly [member: string]: string } {
  const found: { [member: string]: string } = {};
  for (const [member, name] of Object.entries(names)) {
    const value = headers.get(name);
    if (value !== null) found[member] = value;
  }
  return found;
}
