export * from "bedrock-fetch";
export * from "bedrock-fetch/credentials";
export { EventStreamDecoder, EventStreamDecoderStream } from "bedrock-fetch/eventstream";
export * from "bedrock-fetch/text";
