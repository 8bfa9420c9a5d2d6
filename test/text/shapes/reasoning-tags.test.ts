import { collect, events, textOf, textStream } from "bedrock-fetch/text";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, bodyOf, encode } from "../bodies.ts";

/** A choice's content in pieces, as gpt-oss, DeepSeek and Mistral stream it. */
const forms: Record<string, (content: string) => unknown> = {
  "delta.content": (content) => ({ choices: [{ index: 0, delta: { content } }] }),
  text: (text) => ({ choices: [{ text }] }),
  "message.content": (content) => ({ choices: [{ message: { content } }] }),
};

const cut = (text: string): fc.Arbitrary<string[]> =>
  fc.array(fc.nat(text.length)).map((cuts) => {
    const at = [0, ...cuts.sort((a, b) => a - b), text.length];
    return at.slice(1).map((end, place) => text.slice(at[place], end));
  });

const cases: [content: string, reasoning: string, text: string][] = [
  ["<reasoning>Plan.</reasoning>Hi", "Plan.", "Hi"],
  ["<think>\nPlan\n</think>\n\nHi", "\nPlan\n", "\n\nHi"],
  ["<think></think>Hi", "", "Hi"],
  ["<think>Never ends </thin", "Never ends </thin", ""],
  ["<think>a < b </reasoning> </b></think>c", "a < b </reasoning> </b>", "c"],
  ["<think>a</think><think>b</think>", "a", "<think>b</think>"],
  ["<thinking>Plan</thinking>Hi", "", "<thinking>Plan</thinking>Hi"],
  ["<thi", "", "<thi"],
  ["<", "", "<"],
  [" <think>Plan</think>", "", " <think>Plan</think>"],
  ["Hi <think>Plan</think>", "", "Hi <think>Plan</think>"],
  ["</think>Hi", "", "</think>Hi"],
  ["<b>Hi</b>", "", "<b>Hi</b>"],
];

describe.each(Object.entries(forms))("reasoning in tags, in %s", (_, form) => {
  it.each(cases)("of %j", async (content, reasoning, text) => {
    await fc.assert(
      fc.asyncProperty(cut(content), async (pieces) => {
        const body = () => bodyOf(...pieces.map(form));
        expect(await collect(body())).toMatchObject({ reasoning, text });
        const found = await all(textStream(body()));
        expect(found.join("")).toBe(text);
        expect(found).not.toContain("");
      }),
      { numRuns: 20 },
    );
    expect(textOf({ body: encode([form(content)])[0]! })).toBe(text);
  });
});

describe("reasoning in tags", () => {
  it("is read alike by every reader, whatever the content", async () => {
    const word = fc.constantFrom(
      ..."< > / <think> <reasoning> </think> </reasoning> <thi nk> </re a".split(" "),
    );
    const content = fc.array(word, { maxLength: 8 }).map((words) => words.join(""));
    await fc.assert(
      fc.asyncProperty(
        content.chain((it) => fc.tuple(fc.constant(it), cut(it))),
        async ([whole, pieces]) => {
          const expected = /^<(think|reasoning)>(.*?)(?:<\/\1>(.*))?$/s.exec(whole);
          const body = () => bodyOf(...pieces.map(forms["delta.content"]!));
          const { text, reasoning } = await collect(body());
          expect([reasoning, text]).toEqual(
            expected ? [expected[2], expected[3] ?? ""] : ["", whole],
          );
          expect((await all(textStream(body()))).join("")).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is text with reasoningTags: false", async () => {
    const content = "<think>Plan</think>Hi";
    const body = () => bodyOf(forms.text!(content));
    expect(await collect(body(), { reasoningTags: false })).toMatchObject({
      text: content,
      reasoning: "",
    });
    expect(await all(textStream(body(), { reasoningTags: false }))).toEqual([content]);
    expect((await all(events(body(), { reasoningTags: false })))[0]).toMatchObject({
      text: content,
    });
    const answer = { body: encode([forms.text!(content)])[0]! };
    expect(textOf(answer, { reasoningTags: false })).toBe(content);
  });

  it("is text outside of choices", async () => {
    const text = "<think>Plan</think>Hi";
    for (const document of [
      { generation: text },
      { outputs: [{ text }] },
      { contentBlockDelta: { delta: { text } } },
    ]) {
      expect(await collect(bodyOf(document))).toMatchObject({ text, reasoning: "" });
      expect((await all(textStream(bodyOf(document)))).join("")).toBe(text);
    }
  });

  it("is each choice's own", async () => {
    const delta = (index: number, content: string) => ({
      choices: [{ index, delta: { content } }],
    });
    const { choices } = await collect(
      bodyOf(delta(0, "<thi"), delta(1, "<reas"), delta(0, "nk>A</think>a"), delta(1, "on b")),
    );
    expect(choices).toMatchObject([
      { reasoning: "A", text: "a" },
      { reasoning: "", text: "<reason b" },
    ]);
  });

  it("held back at a stop comes before it", async () => {
    const found = await all(
      events(bodyOf({ choices: [{ delta: { content: "<thi" }, finish_reason: "stop" }] })),
    );
    expect(found.map(({ type }) => type)).toEqual(["text", "stop"]);
  });

  it("takes linear time and holds no more than a tag", async () => {
    const pieces = Array.from({ length: 20_000 }, () => "<b then ");
    const start = performance.now();
    const answer = await collect(bodyOf(...["<think>", ...pieces].map(forms.text!)));
    expect(answer.reasoning).toHaveLength(160_000);
    expect(await all(textStream(bodyOf(...["<think>", ...pieces].map(forms.text!))))).toEqual([]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
