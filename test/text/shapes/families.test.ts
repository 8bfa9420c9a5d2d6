import {
  type AnswerChunk,
  type AnswerEvent,
  collect,
  DocumentError,
  documents,
  events,
  textOf,
  textStream,
  toServerSentEvents,
  toTextStream,
} from "bedrock-fetch/text";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, bodyOf, encode, textOfBytes } from "../bodies.ts";

/** An event without the document that stands beside it. */
const told = async (...answer: unknown[]) =>
  (await all(events(bodyOf(...answer)))).map(({ document, ...event }) => event);

// A piece of text as a document of each family, for the families without recordings too.
const families: Record<string, (text: string) => unknown> = {
  "Claude, messages": (text) => ({
    type: "content_block_delta",
    index: 2,
    delta: { type: "text_delta", text },
  }),
  "Claude, a block's start": (text) => ({
    type: "content_block_start",
    index: 0,
    content_block: { type: "text", text },
  }),
  "Claude, completions": (text) => ({ completion: text, stop_reason: null }),
  Nova: (text) => ({ contentBlockDelta: { contentBlockIndex: 3, delta: { text } } }),
  Titan: (text) => ({ outputText: text, index: 4, completionReason: null }),
  Llama: (text) => ({ generation: text, stop_reason: null }),
  Mistral: (text) => ({ outputs: [{ text, stop_reason: null }] }),
  "Mistral, chat": (text) => ({ choices: [{ index: 0, message: { content: text } }] }),
  "Mistral, content in parts": (text) => ({
    choices: [
      {
        message: {
          content: [
            { type: "text", text },
            { type: "thinking", thinking: [] },
          ],
        },
      },
    ],
  }),
  "Cohere Command": (text) => ({ is_finished: false, text }),
  "Cohere Command R": (text) => ({ event_type: "text-generation", is_finished: false, text }),
  "OpenAI-shaped": (text) => ({ choices: [{ index: 0, delta: { content: text } }] }),
  "OpenAI-shaped, text completion": (text) => ({ choices: [{ text, stop_reason: null }] }),
};

describe.each(Object.entries(families))("text of %s", (_, piece) => {
  it("is the same however documents cut it", async () => {
    const pieces = fc.array(fc.string({ unit: "binary", maxLength: 8 }).chain(cutAnywhere));
    await fc.assert(
      fc.asyncProperty(pieces, async (nested) => {
        const texts = nested.flat();
        const body = () => bodyOf(...texts.map(piece));
        const expected = texts.join("");
        const found = await all(textStream(body()));
        expect(found.join("")).toBe(expected);
        expect(found).not.toContain("");
        for (const text of found) expect(text).toSatisfy(isWellFormed);
        expect(await textOfBytes(toTextStream(body()))).toBe(expected);
        expect((await collect(body())).text).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  it("empty deltas are not text", async () => {
    const { length } = await all(textStream(bodyOf(piece(""), piece("Hi"), piece(""))));
    expect(length).toBe(1);
    expect((await told(piece("")))[0]).toEqual({ type: "other" });
  });
});

const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text);

/** A text in pieces, cut between any two UTF-16 units: inside surrogate pairs, too. */
function cutAnywhere(text: string): fc.Arbitrary<string[]> {
  return fc.array(fc.nat(text.length)).map((cuts) => {
    const at = [0, ...cuts.sort((a, b) => a - b), text.length];
    return at.slice(1).map((end, place) => text.slice(at[place], end));
  });
}

describe("text", () => {
  it("keeps half a character at the very end", async () => {
    expect(await all(textStream(bodyOf({ generation: "a\ud83d" })))).toEqual(["a", "\ud83d"]);
  });

  it("has none of an answer's own words", async () => {
    const answer = [
      { event_type: "stream-start", generation_id: "1" },
      { event_type: "tool-calls-generation", text: "I will look.", tool_calls: [] },
      { event_type: "citation-generation", citations: [{ text: "cited" }] },
      { event_type: "stream-end", finish_reason: "COMPLETE", response: { text: "All of it." } },
      { type: "content_block_delta", delta: { type: "thinking_delta", thinking: "Hm." } },
      { type: "content_block_delta", delta: { type: "signature_delta", signature: "c2ln" } },
      {
        type: "content_block_start",
        content_block: { type: "mcp_tool_result", content: [{ type: "text", text: "A tool's." }] },
      },
    ];
    expect(await all(textStream(bodyOf(...answer)))).toEqual([]);
  });

  it("is empty for a whole answer without text", () => {
    const [body] = encode([{ embedding: [1, 2], inputTextTokenCount: 3 }]);
    expect(textOf({ body: body! })).toBe("");
  });
});

describe("reasoning", () => {
  it.each<[string, unknown]>([
    ["Claude", { type: "content_block_delta", delta: { type: "thinking_delta", thinking: "Hm." } }],
    ["Claude, whole", { type: "message", content: [{ type: "thinking", thinking: "Hm." }] }],
    ["Nova", { contentBlockDelta: { delta: { reasoningContent: { text: "Hm." } } } }],
    [
      "Nova, whole",
      {
        output: {
          message: { content: [{ reasoningContent: { reasoningText: { text: "Hm." } } }] },
        },
      },
    ],
    ["OpenAI-shaped", { choices: [{ delta: { content: null, reasoning_content: "Hm." } }] }],
    ["OpenAI-shaped, whole", { choices: [{ message: { reasoning: "Hm." } }] }],
  ])("%s", async (_, document) => {
    expect(await told(document)).toEqual([{ type: "reasoning", text: "Hm.", choice: 0 }]);
    expect(await collect(bodyOf(document, document))).toMatchObject({
      reasoning: "Hm.Hm.",
      text: "",
    });
  });
});

describe("tool calls", () => {
  const json = '{"city":"Z\u00fcrich","days":[1,2]}';
  const id = "call-1";
  const name = "weather";

  const streams: Record<string, (deltas: string[]) => unknown[]> = {
    Claude: (deltas) => [
      {
        type: "content_block_start",
        index: 1,
        content_block: { type: "tool_use", id, name, input: {} },
      },
      ...deltas.map((partial_json) => ({
        type: "content_block_delta",
        index: 1,
        delta: { type: "input_json_delta", partial_json },
      })),
      { type: "content_block_stop", index: 1 },
    ],
    Nova: (deltas) => [
      { contentBlockStart: { contentBlockIndex: 5, start: { toolUse: { toolUseId: id, name } } } },
      ...deltas.map((input) => ({
        contentBlockDelta: { contentBlockIndex: 5, delta: { toolUse: { input } } },
      })),
      { contentBlockStop: { contentBlockIndex: 5 } },
    ],
    "OpenAI-shaped": (deltas) => [
      {
        choices: [
          {
            index: 0,
            delta: { tool_calls: [{ index: 0, id, function: { name, arguments: "" } }] },
          },
        ],
      },
      ...deltas.map((json) => ({
        choices: [
          { index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: json } }] } },
        ],
      })),
      { choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] },
    ],
  };

  it.each(Object.entries(streams))("%s: arguments as they accumulate", async (_, stream) => {
    await fc.assert(
      fc.asyncProperty(cutAnywhere(json), async (deltas) => {
        const found = (await told(...stream(deltas))) as AnswerEvent[];
        const call = { choice: 0, index: 0, id, name };
        expect(found[0]).toEqual({ type: "toolCallStart", ...call });
        let soFar = "";
        for (const event of found) {
          if (event.type !== "toolCallDelta") continue;
          soFar += event.delta;
          expect(event).toEqual({
            ...call,
            type: event.type,
            delta: event.delta,
            arguments: soFar,
          });
        }
        expect(found.filter(({ type }) => type === "toolCallStop")).toEqual([
          { type: "toolCallStop", ...call, arguments: json, input: JSON.parse(json) },
        ]);
      }),
      { numRuns: 25 },
    );
  });

  it.each(Object.entries(streams))("%s: without arguments", async (_, stream) => {
    const { toolCalls } = await collect(bodyOf(...stream([])));
    expect(toolCalls).toEqual([{ id, name, arguments: "", input: {} }]);
  });

  it.each(Object.entries(streams))("%s: cut arguments are kept, unparsed", async (_, stream) => {
    const { toolCalls } = await collect(bodyOf(...stream(['{"city":'])));
    expect(toolCalls).toEqual([{ id, name, arguments: '{"city":', input: undefined }]);
  });

  it.each<[string, string | undefined, unknown]>([
    [
      "Claude",
      id,
      { type: "message", content: [{ type: "tool_use", id, name, input: JSON.parse(json) }] },
    ],
    [
      "Nova",
      id,
      {
        output: {
          message: { content: [{ toolUse: { toolUseId: id, name, input: JSON.parse(json) } }] },
        },
      },
    ],
    ["Command R", undefined, { text: "", tool_calls: [{ name, parameters: JSON.parse(json) }] }],
    [
      "Command R, streamed",
      undefined,
      { event_type: "tool-calls-generation", tool_calls: [{ name, parameters: JSON.parse(json) }] },
    ],
    [
      "Mistral and OpenAI-shaped",
      id,
      {
        choices: [
          {
            message: { content: "", tool_calls: [{ id, function: { name, arguments: json } }] },
            finish_reason: "tool_calls",
          },
        ],
      },
    ],
  ])("%s, whole", async (_, id, document) => {
    const found = await told(document);
    expect(found.map(({ type }) => type).slice(0, 3)).toEqual([
      "toolCallStart",
      "toolCallDelta",
      "toolCallStop",
    ]);
    const { toolCalls } = await collect(bodyOf(document));
    expect(toolCalls).toEqual([{ id, name, arguments: json, input: JSON.parse(json) }]);
  });

  it("one after the other, distinguished by their ids alone", async () => {
    const call = (id: string) => ({
      choices: [{ message: { tool_calls: [{ id, function: { name, arguments: json } }] } }],
    });
    const stop = { choices: [{ message: { content: "" }, stop_reason: "tool_calls" }] };
    const { toolCalls } = await collect(bodyOf(call("a"), call("b"), stop));
    const rest = { name, arguments: json, input: JSON.parse(json) };
    expect(toolCalls).toEqual([
      { id: "a", ...rest },
      { id: "b", ...rest },
    ]);
  });

  it("several at once, and of several choices", async () => {
    const delta = (choice: number, index: number, json: string, id?: string) => ({
      choices: [
        {
          index: choice,
          delta: {
            tool_calls: [{ index, id, function: { name: id && `f${id}`, arguments: json } }],
          },
        },
      ],
    });
    const stop = (index: number) => ({
      choices: [{ index, delta: {}, finish_reason: "tool_calls" }],
    });
    const answer = await collect(
      bodyOf(
        delta(0, 0, "[", "a"),
        delta(0, 1, "{", "b"),
        delta(1, 0, '"', "c"),
        delta(0, 0, "1]"),
        delta(1, 0, 'c"'),
        delta(0, 1, "}"),
        stop(0),
        stop(1),
      ),
    );
    expect(
      answer.choices.map(({ toolCalls }) => toolCalls.map(({ name, input }) => [name, input])),
    ).toEqual([
      [
        ["fa", [1]],
        ["fb", {}],
      ],
      [["fc", "c"]],
    ]);
  });
});

describe("several choices", () => {
  const answer = [
    { choices: [{ index: 1, delta: { content: "B" } }] },
    { choices: [{ index: 0, delta: { content: "A" } }] },
    { choices: [{ index: 1, delta: {}, finish_reason: "length" }] },
    { choices: [{ index: 0, delta: { content: "a" }, finish_reason: "stop" }] },
  ];

  it("events carry theirs", async () => {
    expect(await told(...answer)).toEqual([
      { type: "text", text: "B", choice: 1 },
      { type: "text", text: "A", choice: 0 },
      { type: "stop", reason: "length", choice: 1 },
      { type: "text", text: "a", choice: 0 },
      { type: "stop", reason: "stop", choice: 0 },
    ]);
  });

  it("text is the first one's", async () => {
    expect(await all(textStream(bodyOf(...answer)))).toEqual(["A", "a"]);
    const { text, choices } = await collect(bodyOf(...answer));
    expect(text).toBe("Aa");
    expect(choices).toMatchObject([
      { text: "Aa", stopReason: "stop" },
      { text: "B", stopReason: "length" },
    ]);
  });
});

describe("tokens", () => {
  it.each<[string, unknown, unknown]>([
    [
      "Claude",
      {
        type: "message_start",
        message: {
          content: [],
          usage: {
            input_tokens: 1,
            output_tokens: 2,
            cache_read_input_tokens: 3,
            cache_creation_input_tokens: 4,
          },
        },
      },
      { inputTokens: 1, outputTokens: 2, cacheReadInputTokens: 3, cacheWriteInputTokens: 4 },
    ],
    [
      "Nova",
      { metadata: { usage: { inputTokens: 1, outputTokens: 2, cacheReadInputTokenCount: 0 } } },
      { inputTokens: 1, outputTokens: 2, cacheReadInputTokens: 0 },
    ],
    [
      "OpenAI-shaped",
      {
        choices: [],
        usage: {
          prompt_tokens: 1,
          completion_tokens: 2,
          prompt_tokens_details: { cached_tokens: 3 },
        },
      },
      { inputTokens: 1, outputTokens: 2, cacheReadInputTokens: 3 },
    ],
    [
      "Titan, whole",
      { inputTextTokenCount: 1, results: [{ tokenCount: 2 }] },
      { inputTokens: 1, outputTokens: 2 },
    ],
    [
      "Llama",
      { generation: "", prompt_token_count: null, generation_token_count: 2 },
      { outputTokens: 2 },
    ],
  ])("%s", async (_, document, usage) => {
    expect(await told(document)).toEqual([{ type: "usage", usage }]);
  });

  it("the service's metrics alone", async () => {
    const document = {
      "amazon-bedrock-invocationMetrics": {
        inputTokenCount: 1,
        outputTokenCount: 2,
        invocationLatency: 30,
        firstByteLatency: 4,
        cacheReadInputTokenCount: 5,
        cacheWriteInputTokenCount: 6,
      },
    };
    const usage = {
      inputTokens: 1,
      outputTokens: 2,
      cacheReadInputTokens: 5,
      cacheWriteInputTokens: 6,
    };
    expect(await told(document)).toEqual([
      { type: "usage", usage },
      { type: "latency", invocationLatency: 30, firstByteLatency: 4 },
    ]);
    expect(await collect(bodyOf(document))).toMatchObject({
      text: "",
      usage,
      invocationLatency: 30,
    });
  });

  it("a later count replaces an earlier one, and no other", async () => {
    const { usage } = await collect(
      bodyOf(
        { type: "message_start", message: { usage: { input_tokens: 9, output_tokens: 1 } } },
        { type: "message_delta", delta: {}, usage: { output_tokens: 7 } },
      ),
    );
    expect(usage).toEqual({ inputTokens: 9, outputTokens: 7 });
  });
});

describe("guardrails", () => {
  const trace = { guardrail: { inputAssessment: {} } };

  it("a stream that one stopped", async () => {
    const answer = [
      { outputText: "Sorry.", completionReason: null, "amazon-bedrock-guardrailAction": "NONE" },
      {
        outputText: "",
        "amazon-bedrock-guardrailAction": "INTERVENED",
        "amazon-bedrock-trace": trace,
      },
    ];
    expect(await told(...answer)).toEqual([
      { type: "text", text: "Sorry.", choice: 0 },
      { type: "guardrail", action: "NONE", trace: undefined },
      { type: "guardrail", action: "INTERVENED", trace },
    ]);
    expect(await collect(bodyOf(...answer))).toMatchObject({
      text: "Sorry.",
      stopReason: undefined,
      guardrailAction: "INTERVENED",
      guardrailTrace: trace,
    });
  });

  it("an intervention is not forgotten", async () => {
    const action = (value: string) => ({ "amazon-bedrock-guardrailAction": value });
    const { guardrailAction } = await collect(bodyOf(action("INTERVENED"), action("NONE")));
    expect(guardrailAction).toBe("INTERVENED");
  });
});

describe("documents that are not text", () => {
  it("are an error only where they say so, and never lost", async () => {
    const names = [
      ...[
        "type",
        "event_type",
        "index",
        "is_finished",
        "text",
        "content",
        "delta",
        "message",
        "data",
      ],
      ...["choices", "outputs", "results", "completions", "generations", "content_block", "output"],
      ...["tool_calls", "function", "toolUse", "input", "name", "id", "usage", "metadata", "start"],
      ...["contentBlockStart", "contentBlockDelta", "contentBlockStop", "reasoningContent"],
      ...["amazon-bedrock-invocationMetrics", "amazon-bedrock-guardrailAction", "toString"],
      ...["citation", "citations", "citationsContent", "toolResult", "thinking", "refusal", "role"],
      ...["partial_json", "toolUseId", "tool_use_id", "arguments", "error", "messageStop", "trace"],
      ...[
        "contentBlockIndex",
        "stopReason",
        "stop_reason",
        "finish_reason",
        "finishReason",
        "response",
      ],
      ...[
        "usage",
        "cacheDetails",
        "ttl",
        "annotations",
        "chat_history",
        "image",
        "source",
        "__proto__",
      ],
    ];
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(
          ...[
            "text",
            "tool_use",
            "server_tool_use",
            "x_tool_result",
            "content_block_start",
            "message",
          ],
          ...[
            "content_block_delta",
            "content_block_stop",
            "thinking",
            "<think>",
            "<th",
            "",
            "x",
            "{",
          ],
          ...[null, true, 0, 1],
        ),
        fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 5 }),
        fc.array(tie("value"), { maxLength: 3 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 4 }), async (answer) => {
        const failure = await all(documents(bodyOf(...answer))).catch((error: unknown) => error);
        if (failure instanceof DocumentError) {
          expect(failure.code).toBe("IS_ERROR");
          for (const read of [events, textStream]) {
            await expect(all<unknown>(read(bodyOf(...answer)))).rejects.toMatchObject({
              code: "IS_ERROR",
            });
          }
          await expect(collect(bodyOf(...answer))).rejects.toMatchObject({ code: "IS_ERROR" });
          return;
        }
        const found = await all(events(bodyOf(...answer)));
        expect(new Set(found.map(({ document }) => document)).size).toBe(
          new Set(await all(documents(bodyOf(...answer)))).size,
        );
        const texts = found.flatMap((event) =>
          event.type === "text" && event.choice === 0 ? [event.text] : [],
        );
        expect((await all(textStream(bodyOf(...answer)))).join("")).toBe(texts.join(""));
        const { text } = await collect(bodyOf(...answer));
        expect(text).toBe(texts.join(""));
        await textOfBytes(toServerSentEvents(bodyOf(...answer)));
      }),
      { numRuns: 500 },
    );
  });

  it("are passed over where an event has no chunk", async () => {
    async function* body(): AsyncGenerator<AnswerChunk> {
      yield {};
      yield { chunk: {} };
      yield { chunk: { bytes: encode([{ generation: "Hi" }])[0] } };
      yield { chunk: undefined };
    }
    expect(await all(textStream(body()))).toEqual(["Hi"]);
  });
});
