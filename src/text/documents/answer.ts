/**
 * One event of a streamed answer: InvokeModelWithResponseStream's have a chunk, ConverseStream's
 * another member. A chunk without bytes is skipped.
 */
export interface AnswerChunk {
  readonly chunk?: { readonly bytes?: Uint8Array | undefined } | undefined;
  readonly messageStart?: unknown;
  readonly contentBlockStart?: unknown;
  readonly contentBlockDelta?: unknown;
  readonly contentBlockStop?: unknown;
  readonly messageStop?: unknown;
  readonly metadata?: unknown;
}

/** The events of a streamed answer. */
export type AnswerEvents = ReadableStream<AnswerChunk> | AsyncIterable<AnswerChunk>;

/**
 * The `body` of an answer: bytes from InvokeModel, a stream from InvokeModelWithResponseStream; or
 * the `stream` of ConverseStream. Those of the AWS SDK fit as well.
 */
export type AnswerBody = Uint8Array | AnswerEvents;

/**
 * An answer or its body, of this client or the AWS SDK: what InvokeModel,
 * InvokeModelWithResponseStream, Converse or ConverseStream returned.
 */
export type Answer =
  | AnswerBody
  | { readonly body: AnswerBody | undefined }
  | { readonly stream?: AnswerEvents | undefined }
  | { readonly output: unknown };

/** How the text of an answer is read. */
export interface TextOptions {
  /**
   * Whether `<think>…</think>` or `<reasoning>…</reasoning>` at the very beginning of a choice is
   * reasoning rather than text. Applies to answers with `choices`, such as those of DeepSeek and
   * gpt-oss. Default: true.
   */
  readonly reasoningTags?: boolean | undefined;
}
