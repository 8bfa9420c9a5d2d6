import { bytesOf } from "./frames.ts";
import { eventFrame } from "./response-frames.ts";

/** An event of ConverseStream: one member. */
export interface ConverseEvent {
  readonly [type: string]: { readonly [member: string]: unknown };
}

/** The frame of an event, with padding after its members unless told otherwise. */
export const converseFrame = (
  event: ConverseEvent,
  padding: object = { p: "abcd" },
): Uint8Array => {
  const [[type, members]] = Object.entries(event) as [[string, object]];
  return eventFrame(type, bytesOf(JSON.stringify({ ...members, ...padding })));
};

/** A whole answer, with all that an event can hold. */
export const CONVERSATION: readonly ConverseEvent[] = [
  { messageStart: { role: "assistant" } },
  { contentBlockDelta: { contentBlockIndex: 0, delta: { reasoningContent: { text: "Why? 🤔" } } } },
  {
    contentBlockDelta: { contentBlockIndex: 0, delta: { reasoningContent: { signature: "c2ln" } } },
  },
  { contentBlockStop: { contentBlockIndex: 0 } },
  { contentBlockDelta: { contentBlockIndex: 1, delta: { text: "größer 漢字" } } },
  { contentBlockStop: { contentBlockIndex: 1 } },
  {
    contentBlockStart: {
      contentBlockIndex: 2,
      start: { toolUse: { toolUseId: "t", name: "roll" } },
    },
  },
  {
    contentBlockDelta: { contentBlockIndex: 2, delta: { toolUse: { input: '{"bytes":"AAAA"}' } } },
  },
  { contentBlockStop: { contentBlockIndex: 2 } },
  { messageStop: { stopReason: "tool_use", additionalModelResponseFields: { bytes: "AAAA" } } },
  {
    metadata: {
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
      metrics: { latencyMs: 4 },
    },
  },
];

export const conversationFrames = (): Uint8Array[] =>
  CONVERSATION.map((event) => converseFrame(event));
