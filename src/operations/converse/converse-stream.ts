import { MODEL_EXCEPTIONS } from "../../errors/service-exceptions.ts";
import { InvalidEventError } from "../../errors/stream-errors.ts";
import { CHECKSUM_LENGTH, PRELUDE_LENGTH, payloadStart } from "../../eventstream/frame.ts";
import type { EventReader } from "../../protocol/events/event-decoder-stream.ts";
import {
  eventHead,
  eventType,
  parsePayload,
  payloadOf,
} from "../../protocol/events/event-message.ts";
import { eventReadableStream } from "../../protocol/events/event-readable-stream.ts";
import { fromJson } from "../../protocol/json/blobs.ts";
import type { Operation } from "../../protocol/operation.ts";
import type { ExceptionContext } from "../../protocol/service-exception.ts";
import type {
  ConverseStreamEvent,
  ConverseStreamEventMembers,
  ConverseStreamOutput,
} from "./events.ts";
import type { ConverseStreamInput } from "./input.ts";
import { CONVERSE_STREAM_EVENT_BLOBS } from "./members.ts";
import { converseRequest } from "./request.ts";

/**
 * `POST /model/{modelId}/converse-stream`: asks a model in the form that all models share, and
 * returns its answer as it is generated. Needs the IAM action
 * `bedrock:InvokeModelWithResponseStream`.
 *
 * The stream ends with `metadata`; one that ends without it, or without `messageStop`, fails with
 * an `IncompleteStreamError`.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
 *
 * @throws what `BedrockClient.call` throws
 *
 * @example
 * ```ts
 * import { BedrockClient, converseStream } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockClient({ ...fromEnv(), region: "us-east-1" });
 * const { stream } = await bedrock.call(converseStream, {
 *   modelId: "us.amazon.nova-2-lite-v1:0",
 *   messages: [{ role: "user", content: [{ text: "Hello" }] }],
 * });
 * for await (const event of stream) {
 *   const text = event.contentBlockDelta?.delta.text;
 *   if (text) console.log(text);
 * }
 * ```
 */
export const converseStream: Operation<ConverseStreamInput, ConverseStreamOutput> = {
  request: (input) => converseRequest("converse-stream", input),
  async response(response) {
    const { $metadata } = response;
    return {
      stream: await eventReadableStream(response, eventReader(response)),
      $metadata,
    };
  },
  isStreamed: true,
  exceptions: MODEL_EXCEPTIONS,
};

const TYPES: readonly string[] = [
  "messageStart",
  "contentBlockStart",
  "contentBlockDelta",
  "contentBlockStop",
  "messageStop",
  "metadata",
] satisfies (keyof ConverseStreamEventMembers)[];

/** The types of events, by the headers that real traffic has, which saves reading each of them. */
let types: ReadonlyMap<string, string> | undefined;

function eventReader({
  exceptions,
  $metadata,
}: ExceptionContext): EventReader<ConverseStreamEvent> {
  // The response itself would be held as long as the stream.
  const context = { exceptions, $metadata };
  const decoder = new TextDecoder();
  const readEvent = fromJson(CONVERSE_STREAM_EVENT_BLOBS);
  let isStopped = false;
  return {
    read(frames, start, end) {
      types ??= new Map(TYPES.map((type) => [eventHead(type), type]));
      // Decoded once, since that is what takes the time.
      const message = decoder.decode(
        frames.subarray(start + PRELUDE_LENGTH, end - CHECKSUM_LENGTH),
      );
      const headLength = payloadStart(frames, start) - start - PRELUDE_LENGTH;
      const known = types.get(message.slice(0, headLength));
      const type = known ?? eventType(frames, start, end, context);
      if (!TYPES.includes(type)) return undefined;
      const payload = known ? message.slice(headLength) : payloadOf(frames, start, end);
      // `p` pads the frame against whoever measures its length.
      const { p, ...members } = parsePayload(type, payload);
      isStopped ||= type === "messageStop";
      return readEvent(
        { [type]: members },
        (message) => new InvalidEventError(message),
      ) as ConverseStreamEvent;
    },
    isWhole: ({ metadata }) => isStopped && metadata !== undefined,
  };
}
