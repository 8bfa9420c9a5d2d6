/** One event of a streamed answer. An event without a chunk, or a chunk without bytes, is passed over. */
export interface AnswerChunk {
  readonly chunk?: { readonly bytes?: Uint8Array | undefined } | undefined;
}

/**
 * The `body` of an answer: bytes from InvokeModel, a stream from InvokeModelWithResponseStream. The
 * bodies of the AWS SDK fit as well.
 */
export type AnswerBody = Uint8Array | ReadableStream<AnswerChunk> | AsyncIterable<AnswerChunk>;
