import {
  AnswerDocumentStream,
  AnswerEventStream,
  AnswerTextStream,
  collect,
  documents,
  events,
  textOf,
  textStream,
  toTextStream,
} from "bedrock-fetch/text";
import { describe, expect, it } from "vitest";
import { recordedAnswers, recordedStreams } from "../helpers/recordings.ts";
import { haveShared } from "../helpers/shared.ts";
import { all, iterableOf, parse, streamOf, textOfBytes } from "./bodies.ts";

// Where each family keeps its text, written down from the recordings. Deliberately not from src/.
// biome-ignore lint/suspicious/noExplicitAny: documents of nine families
type Loose = any;

const streamedText: [model: RegExp, text: (document: Loose) => string][] = [
  [/nova/, (d) => d.contentBlockDelta?.delta.text ?? ""],
  [/titan/, (d) => d.outputText],
  [/claude-instant/, (d) => d.completion],
  [/claude/, (d) => (d.delta?.type === "text_delta" ? d.delta.text : "")],
  [/command-light/, (d) => (d.index === 1 ? "" : (d.text ?? ""))],
  [/llama/, (d) => d.generation],
];

const wholeText: [model: RegExp, text: (document: Loose) => string][] = [
  [/j2-mid/, (d) => d.completions[0].data.text],
  [/embed|rerank/, () => ""],
  [/nova/, (d) => d.output.message.content.map((part: Loose) => part.text ?? "").join("")],
  [/titan|foundation-mo/, (d) => d.results[0].outputText],
  [/claude-instant/, (d) => d.completion],
  [/claude/, (d) => d.content.map((part: Loose) => part.text ?? "").join("")],
  [/command-light/, (d) => d.generations[0].text],
  [/command-r/, (d) => d.text],
  [/llama/, (d) => d.generation],
  [/mistral/, (d) => d.outputs[0].text],
];

function expectedText(name: string, chunks: Uint8Array[], families: typeof wholeText): string {
  const [, text] = families.find(([model]) => model.test(name))!;
  return chunks.map((bytes) => text(parse(bytes))).join("");
}

describe.skipIf(!haveShared)("recorded streams", () => {
  it("are there", () => expect(recordedStreams).toHaveLength(28));

  describe.each(recordedStreams)("$name", ({ name, documents: chunks }) => {
    const expected = expectedText(name, chunks, streamedText);

    it("text", async () => {
      expect((await all(textStream(streamOf(chunks)))).join("")).toBe(expected);
      expect((await all(textStream(iterableOf(chunks)))).join("")).toBe(expected);
      const piped = streamOf(chunks).pipeThrough(new AnswerTextStream());
      expect((await all(piped)).join("")).toBe(expected);
      expect(await textOfBytes(toTextStream(streamOf(chunks)))).toBe(expected);
      expect((await collect(streamOf(chunks))).text).toBe(expected);
    });

    it("no piece of text is empty", async () => {
      expect(await all(textStream(streamOf(chunks)))).not.toContain("");
    });

    it("documents", async () => {
      const expected = chunks.map(parse);
      expect(await all(documents(streamOf(chunks)))).toEqual(expected);
      expect(await all(streamOf(chunks).pipeThrough(new AnswerDocumentStream()))).toEqual(expected);
    });

    it("events: one at least a document, in order, all known", async () => {
      const found = await all(events(streamOf(chunks)));
      const seen = new Set(found.map((event) => event.document));
      expect([...seen]).toEqual(chunks.map(parse));
      expect(await all(streamOf(chunks).pipeThrough(new AnswerEventStream()))).toEqual(found);
      expect(found.filter((event) => event.type === "stop")).toHaveLength(1);
    });

    it("tokens, latency and stop reason", async () => {
      const loose = chunks.map(parse) as Loose[];
      const metrics = loose.at(-1)["amazon-bedrock-invocationMetrics"];
      const answer = await collect(streamOf(chunks));
      expect(answer).toMatchObject({
        usage: { inputTokens: metrics.inputTokenCount, outputTokens: metrics.outputTokenCount },
        invocationLatency: metrics.invocationLatency,
        firstByteLatency: metrics.firstByteLatency,
        guardrailAction: undefined,
      });
      const reasons = JSON.stringify(loose).match(
        /(?<="(stop_?[rR]eason|finish_reason|completionReason)":")\w+/g,
      );
      expect([answer.stopReason]).toEqual(reasons);
    });
  });

  const toolCalls = (pattern: RegExp) =>
    collect(streamOf(recordedStreams.find(({ name }) => pattern.test(name))!.documents));

  it.each([/nova.*5f2982b7/, /nova.*ac8140a1/, /claude.*22d37632/, /claude.*3347936f/])(
    "%s calls two tools",
    async (file) => {
      const answer = await toolCalls(file);
      expect(answer.toolCalls).toMatchObject([
        { name: "get_current_weather", input: { location: "Seattle" } },
        { name: "get_current_weather", input: { location: "San Francisco" } },
      ]);
      expect(answer.stopReason).toBe("tool_use");
    },
  );

  it("tool calls have their ids and the model's own JSON", async () => {
    expect((await toolCalls(/claude.*22d37632/)).toolCalls).toEqual([
      {
        id: "toolu_bdrk_01Rn7Cbar6a4S7we7h6iUwpM",
        name: "get_current_weather",
        arguments: '{"location": "Seattle"}',
        input: { location: "Seattle" },
      },
      {
        id: "toolu_bdrk_01MwXis2KpuvHLfK1VMtyJ3p",
        name: "get_current_weather",
        arguments: '{"location": "San Francisco"}',
        input: { location: "San Francisco" },
      },
    ]);
    expect((await toolCalls(/nova.*5f2982b7/)).toolCalls.map(({ id }) => id)).toEqual([
      "d899da89-5a67-4af2-aa54-54f6d2aadd40",
      "be7b9eba-2914-4a0a-ba1d-e863a8281c18",
    ]);
  });

  it("two generations of Cohere's are two choices", async () => {
    const { documents } = recordedStreams.find(({ name }) => name.includes("1c79cc39"))!;
    const { text, choices, stopReason } = await collect(streamOf(documents));
    expect(text).toBe(" In machine learning and natural language processing, Long Short");
    expect(choices.map((choice) => choice.text)).toEqual([
      text,
      " A large language model (LLM) chain refers",
    ]);
    expect(stopReason).toBe("MAX_TOKENS");
  });
});

describe.skipIf(!haveShared)("recorded whole answers", () => {
  it("are there", () => expect(recordedAnswers).toHaveLength(39));

  describe.each(recordedAnswers)("$name", ({ name, documents: chunks }) => {
    const body = chunks[0]!;
    const expected = expectedText(name, chunks, wholeText);

    it("text", async () => {
      expect(textOf({ body })).toBe(expected);
      expect((await all(textStream(body))).join("")).toBe(expected);
      expect(await textOfBytes(toTextStream(body))).toBe(expected);
      expect((await collect(body)).text).toBe(expected);
    });

    it("the document beside every event", async () => {
      const found = await all(events(body));
      expect(found).not.toHaveLength(0);
      for (const event of found) expect(event.document).toEqual(parse(body));
      expect(await all(documents(body))).toEqual([parse(body)]);
    });
  });

  it.each(["66617e9d", "68f2de88", "23c42cf2", "5f864e99"])("%s calls two tools", async (name) => {
    const { documents } = recordedAnswers.find((recording) => recording.name.includes(name))!;
    const answer = await collect(documents[0]!);
    expect(answer.toolCalls).toMatchObject([
      { id: expect.any(String), name: "get_current_weather", input: { location: "Seattle" } },
      { id: expect.any(String), input: { location: "San Francisco" } },
    ]);
    expect(answer.stopReason).toBe("tool_use");
    expect(answer.usage.outputTokens).toBeGreaterThan(0);
  });
});
