import { AnswerEventStream, collect, events, textOf, textStream } from "bedrock-fetch/text";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, bodyOf, encode } from "../bodies.ts";

/** One content, as a family answers it whole and streamed. */
interface Content {
  whole: object;
  streamed: object[];
}

const text = fc.string({ minLength: 1, maxLength: 8 });

const input = fc.dictionary(fc.constantFrom("a", "b", "__proto__"), fc.jsonValue({ maxDepth: 1 }), {
  minKeys: 1,
  noNullPrototype: true,
});

/** A text and any pieces of it. */
const cut = (texts: fc.Arbitrary<string>): fc.Arbitrary<{ all: string; pieces: string[] }> =>
  texts.chain((all) =>
    fc.array(fc.nat(all.length), { maxLength: 3 }).map((cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), all.length];
      return { all, pieces: at.slice(1).map((end, place) => all.slice(at[place], end)) };
    }),
  );

const cutText = cut(text);
const cutInput = cut(input.map((value) => JSON.stringify(value)));

/** Content that begins with a tag, with what looks like one, or with neither. */
const tagged = fc
  .tuple(
    fc.constantFrom("", "<think>", "<reasoning>", "<thin", "<thinkers>"),
    text,
    fc.constantFrom("", "</think>", "</reasoning>"),
    text,
  )
  .map((parts) => parts.join(""));

const openai: fc.Arbitrary<Content> = fc
  .record({
    content: cut(fc.oneof(tagged, fc.constant(""))),
    reasoning: fc.option(cutText),
    refusal: fc.option(cutText),
    calls: fc.array(cutInput, { maxLength: 3 }),
    finish_reason: fc.constantFrom("stop", "tool_calls", "length"),
  })
  .map(({ content, reasoning, refusal, calls, finish_reason }) => {
    const usage = {
      prompt_tokens: 1,
      completion_tokens: 2,
      completion_tokens_details: { reasoning_tokens: 1 },
    };
    const head = (index: number) => ({ id: `id${index}`, type: "function" });
    const message = {
      role: "assistant",
      content: content.all,
      reasoning_content: reasoning?.all,
      refusal: refusal?.all,
      tool_calls:
        calls.length > 0
          ? calls.map(({ all }, place) => ({
              ...head(place),
              function: { name: "f", arguments: all },
            }))
          : undefined,
    };
    const chunk = (delta: object, finish_reason: string | null = null) => ({
      choices: [{ index: 0, delta, finish_reason }],
    });
    const call = (index: number, members: object) => chunk({ tool_calls: [{ index, ...members }] });
    return {
      whole: { choices: [{ index: 0, message, finish_reason }], usage },
      streamed: [
        chunk({ role: "assistant", content: "" }),
        ...(reasoning?.pieces ?? []).map((piece) => chunk({ reasoning_content: piece })),
        ...content.pieces.map((piece) => chunk({ content: piece })),
        ...(refusal?.pieces ?? []).map((piece) => chunk({ refusal: piece })),
        ...calls.flatMap(({ pieces }, place) => [
          call(place, { ...head(place), function: { name: "f", arguments: "" } }),
          ...pieces.map((piece) => call(place, { function: { arguments: piece } })),
        ]),
        chunk({}, finish_reason),
        { choices: [], usage },
      ],
    };
  });

const mistral: fc.Arbitrary<Content> = fc
  .array(
    fc.oneof(
      text.map((text) => ({ type: "text", text })),
      text.map((text) => ({ type: "thinking", thinking: [{ type: "text", text }] })),
    ),
    { maxLength: 4 },
  )
  .map((content) => ({
    whole: { choices: [{ message: { role: "assistant", content }, finish_reason: "stop" }] },
    streamed: [
      ...content.map((part) => ({ choices: [{ delta: { content: [part] } }] })),
      { choices: [{ delta: { content: "" }, finish_reason: "stop" }] },
    ],
  }));

/** A block of Nova's or Converse's, whole; its start, if it has one; and its deltas. */
type Block = [whole: object, start: object | undefined, deltas: object[]];

const block: fc.Arbitrary<Block> = fc.oneof(
  cutText.map(
    ({ all, pieces }): Block => [{ text: all }, undefined, pieces.map((text) => ({ text }))],
  ),
  cutText.map(
    ({ all, pieces }): Block => [
      { reasoningContent: { reasoningText: { text: all, signature: "c2ln" } } },
      undefined,
      [...pieces.map((text) => ({ text })), { signature: "c2ln" }].map((reasoningContent) => ({
        reasoningContent,
      })),
    ],
  ),
  fc
    .tuple(cutInput, fc.constantFrom({}, { type: "server_tool_use" }))
    .map(
      ([{ all, pieces }, type]): Block => [
        { toolUse: { toolUseId: "t", name: "f", ...type, input: JSON.parse(all) } },
        { toolUse: { toolUseId: "t", name: "f", ...type } },
        pieces.map((input) => ({ toolUse: { input } })),
      ],
    ),
  text.map(
    (text): Block => [
      { citationsContent: { content: [{ text }], citations: [{ title: "Ruby" }] } },
      undefined,
      [{ text }, { citation: { title: "Ruby" } }],
    ],
  ),
);

const converse: fc.Arbitrary<Content> = fc
  .tuple(
    fc.array(block, { maxLength: 3 }),
    fc.constantFrom("end_turn", "tool_use", "max_tokens", "guardrail_intervened"),
  )
  .map(([blocks, stopReason]) => {
    const rest = { usage: { inputTokens: 1, outputTokens: 2 }, metrics: { latencyMs: 7 } };
    const content = blocks.map(([whole]) => whole);
    return {
      whole: { output: { message: { role: "assistant", content } }, stopReason, ...rest },
      streamed: [
        { messageStart: { role: "assistant" } },
        ...blocks.flatMap(([, start, deltas], contentBlockIndex) => [
          ...(start ? [{ contentBlockStart: { contentBlockIndex, start } }] : []),
          ...deltas.map((delta) => ({ contentBlockDelta: { contentBlockIndex, delta } })),
          { contentBlockStop: { contentBlockIndex } },
        ]),
        { messageStop: { stopReason } },
        { metadata: rest },
      ],
    };
  });

const commandR: fc.Arbitrary<Content> = fc
  .record({
    said: cutText,
    tools: fc.array(
      input.map((parameters) => ({ name: "f", parameters })),
      { maxLength: 2 },
    ),
    citations: fc.constantFrom(undefined, [{ start: 0, end: 1, document_ids: ["d"] }]),
  })
  .map(({ said, tools, citations }) => {
    const tool_calls = tools.length > 0 ? tools : undefined;
    const answer = { text: tool_calls ? "" : said.all, tool_calls, citations };
    const finish_reason = "COMPLETE";
    return {
      whole: { ...answer, generation_id: "1", finish_reason },
      streamed: [
        { event_type: "stream-start", generation_id: "1" },
        ...(tool_calls
          ? [{ event_type: "tool-calls-generation", tool_calls }]
          : said.pieces.map((text) => ({ event_type: "text-generation", text }))),
        ...(citations ? [{ event_type: "citation-generation", citations }] : []),
        { event_type: "stream-end", finish_reason, response: answer },
      ],
    };
  });

describe.each(Object.entries({ openai, mistral, converse, commandR }))(
  "any content of %s",
  (_, content) => {
    it("collects to the same answer and message, whole and streamed, in every reader", async () => {
      await fc.assert(
        fc.asyncProperty(content, async ({ whole, streamed }) => {
          const body = () => bodyOf(...streamed);
          const answer = await collect(bodyOf(whole));
          expect(await collect(body())).toEqual(answer);
          expect(await events(body()).answer).toEqual(answer);
          expect(textOf({ body: encode([whole])[0]! })).toBe(answer.text);
          expect((await all(textStream(body()))).join("")).toBe(answer.text);
          const found = await all(body().pipeThrough(new AnswerEventStream()));
          expect(found).toEqual(await all(events(body())));
        }),
        { numRuns: 100 },
      );
    });
  },
);
