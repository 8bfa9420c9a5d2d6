import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endsAnswer } from "../../../src/text/shapes/ending.ts";
import { recordedStreams } from "../../helpers/recordings.ts";
import { haveShared } from "../../helpers/shared.ts";
import { parse } from "../bodies.ts";

describe.skipIf(!haveShared)("recorded streams", () => {
  it("are there", () => expect(recordedStreams).toHaveLength(28));

  it.each(recordedStreams)("$name ends on its last document and on no other", ({ documents }) => {
    const verdicts = documents.map((bytes) => endsAnswer(parse(bytes)));
    expect(verdicts).toEqual([...Array(documents.length - 1).fill(false), true]);
  });

  it.each(recordedStreams)("$name, were there no metrics", ({ documents }) => {
    const last = parse(documents.at(-1)!) as Record<string, unknown>;
    delete last["amazon-bedrock-invocationMetrics"];
    expect(endsAnswer(last)).toBe(true);
  });
});

const metrics = { inputTokenCount: 5, outputTokenCount: 10 };

describe("a document", () => {
  it.each([
    ["metrics alone", { "amazon-bedrock-invocationMetrics": metrics }],
    [
      "a guardrail that stepped in",
      { outputText: "Sorry.", "amazon-bedrock-guardrailAction": "INTERVENED" },
    ],
    ["Claude, messages", { type: "message_stop" }],
    ["Claude, completions", { completion: "", stop_reason: "stop_sequence" }],
    ["Nova", { metadata: { usage: {} } }],
    ["Titan", { outputText: "Hi", completionReason: "FINISH" }],
    ["Llama", { generation: "", stop_reason: "stop" }],
    ["Mistral", { outputs: [{ text: "", stop_reason: "stop" }] }],
    ["Mistral, chat", { choices: [{ index: 0, message: { content: "" }, stop_reason: "length" }] }],
    ["Cohere Command", { is_finished: true, finish_reason: "COMPLETE" }],
    ["Cohere Command R", { event_type: "stream-end", finish_reason: "COMPLETE", response: {} }],
    ["OpenAI-shaped", { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }],
  ])("that ends an answer: %s", (_, document) => expect(endsAnswer(document)).toBe(true));

  it.each([
    ["Claude's ping", { type: "ping" }],
    [
      "Claude's message_delta",
      { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: {} },
    ],
    ["Claude's content_block_stop", { type: "content_block_stop", index: 0 }],
    ["Claude, completions", { completion: " Hi", stop_reason: null }],
    ["Claude, completions, no stop_reason", { completion: " Hi" }],
    ["Nova's messageStart", { messageStart: { role: "assistant" } }],
    ["Nova's messageStop", { messageStop: { stopReason: "end_turn" } }],
    ["Nova's contentBlockStop", { contentBlockStop: { contentBlockIndex: 0 } }],
    [
      "a guardrail that let it pass",
      { contentBlockDelta: {}, "amazon-bedrock-guardrailAction": "NONE" },
    ],
    ["Titan", { outputText: "Hi", completionReason: null }],
    ["Llama", { generation: "Hi", stop_reason: null }],
    ["Mistral", { outputs: [{ text: "Hi", stop_reason: null }] }],
    ["Cohere Command", { is_finished: false, text: "Hi" }],
    ["Cohere Command R", { event_type: "text-generation", text: "Hi" }],
    ["OpenAI-shaped", { choices: [{ index: 0, delta: { content: "Hi" }, finish_reason: null }] }],
  ])("that does not end an answer: %s", (_, document) => expect(endsAnswer(document)).toBe(false));

  it.each([
    ["a family to come", { part: "Hi" }],
    ["a type to come", { type: "message_epilogue" }],
    ["a whole message of Claude's", { type: "message", stop_reason: "end_turn" }],
    ["an embedding", { embedding: [1] }],
    ["no choices", { choices: [], usage: {} }],
    ["no object", "Hi"],
    ["nothing", null],
    ["a list", [1]],
  ])("of which nothing is known: %s", (_, document) =>
    expect(endsAnswer(document)).toBeUndefined(),
  );

  it("never makes it throw", () => {
    const member = fc.constantFrom(
      "type",
      "choices",
      "outputs",
      "completion",
      "event_type",
      "toString",
    );
    const document = fc.oneof(fc.dictionary(member, fc.jsonValue()), fc.jsonValue());
    fc.assert(
      fc.property(
        document,
        (value) => void expect([true, false, undefined]).toContain(endsAnswer(value)),
      ),
    );
  });
});
