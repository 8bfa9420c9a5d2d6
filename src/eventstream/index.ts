/**
 * AWS event streams (`application/vnd.amazon.eventstream`) of any service: bytes to messages.
 *
 * @module
 */

export { EventStreamError, type EventStreamErrorCode } from "../errors/event-stream-error.ts";
export type { Received } from "../errors/received.ts";
export { EventStreamDecoder } from "./event-stream-decoder.ts";
export { EventStreamDecoderStream } from "./event-stream-decoder-stream.ts";
export type { HeaderValue, Int64, Message } from "./message.ts";
