import { collect } from "bedrock-fetch/text";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyOf } from "../bodies.ts";

const messageOf = async (...documents: unknown[]) => {
  const { message, messageIssue } = await collect(bodyOf(...documents));
  return messageIssue ?? message;
};

describe("Claude's message", () => {
  const citations = [{ type: "char_location", cited_text: "Ruby" }];
  const content = [
    { type: "thinking", thinking: "Let me see.", signature: "EqQB" },
    { type: "redacted_thinking", data: "x9" },
    { type: "server_tool_use", id: "s", name: "web_search", input: { query: "ruby" } },
    { type: "web_search_tool_result", tool_use_id: "s", content: [{ type: "web_search_result" }] },
    { type: "text", text: "Found it.", citations },
    { type: "container_upload", file_id: "f" },
    { type: "tool_use", id: "t", name: "roll", input: { who: "me" }, caller: { type: "direct" } },
    { type: "tool_use", id: "u", name: "now", input: {} },
  ];
  const streamed = [
    { type: "message_start", message: { content: [], usage: {} } },
    {
      type: "content_block_start",
      index: 0,
      content_block: { type: "thinking", thinking: "", signature: "" },
    },
    {
      type: "content_block_delta",
      index: 0,
      delta: { type: "thinking_delta", thinking: "Let me " },
    },
    { type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "see." } },
    {
      type: "content_block_delta",
      index: 0,
      delta: { type: "signature_delta", signature: "EqQB" },
    },
    { type: "content_block_stop", index: 0 },
    { type: "content_block_start", index: 1, content_block: content[1] },
    { type: "content_block_stop", index: 1 },
    { type: "content_block_start", index: 2, content_block: { ...content[2], input: {} } },
    {
      type: "content_block_delta",
      index: 2,
      delta: { type: "input_json_delta", partial_json: "" },
    },
    {
      type: "content_block_delta",
      index: 2,
      delta: { type: "input_json_delta", partial_json: '{"query":"ruby"}' },
    },
    { type: "content_block_stop", index: 2 },
    { type: "content_block_start", index: 3, content_block: content[3] },
    { type: "content_block_stop", index: 3 },
    { type: "content_block_start", index: 4, content_block: { type: "text", text: "" } },
    { type: "content_block_stop", index: 4 },
    { type: "content_block_start", index: 5, content_block: { type: "text", text: "" } },
    {
      type: "content_block_delta",
      index: 5,
      delta: { type: "citations_delta", citation: citations[0] },
    },
    { type: "content_block_delta", index: 5, delta: { type: "text_delta", text: "Found" } },
    { type: "ping" },
    { type: "content_block_delta", index: 5, delta: { type: "text_delta", text: " it." } },
    { type: "content_block_stop", index: 5 },
    { type: "content_block_start", index: 6, content_block: content[5] },
    { type: "content_block_stop", index: 6 },
    { type: "content_block_start", index: 7, content_block: content[6] },
    { type: "content_block_stop", index: 7 },
    { type: "content_block_start", index: 8, content_block: content[7] },
    {
      type: "content_block_delta",
      index: 8,
      delta: { type: "input_json_delta", partial_json: "" },
    },
    { type: "content_block_stop", index: 8 },
    { type: "message_delta", delta: { stop_reason: "tool_use" } },
    { type: "message_stop" },
  ];

  it("has all blocks in order, whole and streamed", async () => {
    const message = { role: "assistant", content };
    const empty = { type: "text", text: "" };
    const whole = {
      type: "message",
      role: "assistant",
      content: [...content, empty],
      stop_reason: "tool_use",
    };
    expect(await messageOf(whole)).toEqual(message);
    expect(await messageOf(...streamed)).toEqual(message);
  });

  it("does not change the documents", async () => {
    const before = structuredClone(streamed);
    await messageOf(...streamed);
    expect(streamed).toEqual(before);
  });

  const block = { type: "tool_use", id: "t", name: "roll", input: {} };
  const started = { type: "content_block_start", index: 0, content_block: block };
  const delta = (partial_json: string) => ({
    type: "content_block_delta",
    index: 0,
    delta: { type: "input_json_delta", partial_json },
  });
  const stopped = (stop_reason: string) => [
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason } },
  ];

  it.each<[string, unknown[]]>([
    ["within its JSON", [started, delta('{"who":'), ...stopped("max_tokens")]],
    ["before its JSON", [started, ...stopped("max_tokens")]],
    ["by a filter", [started, ...stopped("refusal")]],
    ["with the stream", [started, delta('{"who":"me"}')]],
    ["by a limit, whole", [{ type: "message", content: [block], stop_reason: "max_tokens" }]],
    [
      "by the context's limit",
      [{ type: "message", content: [block], stop_reason: "model_context_window_exceeded" }],
    ],
  ])("cut inside a tool call, %s, cannot be appended", async (_, documents) => {
    expect(await messageOf(...documents)).toBe("TOOL_CALL_CUT");
    expect((await collect(bodyOf(...documents))).message).toBeUndefined();
  });

  it.each<[string, unknown[]]>([
    [
      "streamed",
      [
        {
          type: "content_block_start",
          index: 0,
          content_block: { type: "thinking", thinking: "", signature: "" },
        },
        {
          type: "content_block_delta",
          index: 0,
          delta: { type: "thinking_delta", thinking: "Hm" },
        },
        ...stopped("max_tokens"),
      ],
    ],
    [
      "whole",
      [{ type: "message", content: [{ type: "thinking", thinking: "Hm", signature: "" }] }],
    ],
  ])("with thinking without its signature, %s, cannot be appended", async (_, documents) => {
    expect(await messageOf(...documents)).toBe("THINKING_UNSIGNED");
  });

  it("cut inside text can be appended", async () => {
    const whole = {
      type: "message",
      content: [{ type: "text", text: "Hi" }],
      stop_reason: "max_tokens",
    };
    expect(await messageOf(whole)).toEqual({
      role: "assistant",
      content: [{ type: "text", text: "Hi" }],
    });
  });
});

describe("Nova's and Converse's message", () => {
  const redactedContent = new Uint8Array([1, 2, 3, 4]);
  const citation = { title: "Ruby", location: { web: { url: "https://www.ruby-lang.org" } } };
  const content = [
    { reasoningContent: { reasoningText: { text: "Let me see.", signature: "EqQB" } } },
    { reasoningContent: { redactedContent } },
    {
      toolUse: {
        toolUseId: "s",
        name: "web_search",
        input: { query: "ruby" },
        type: "server_tool_use",
      },
    },
    {
      toolResult: {
        toolUseId: "s",
        type: "x_result",
        status: "success",
        content: [{ text: "Found" }, { json: { a: 1 } }],
      },
    },
    { citationsContent: { content: [{ text: "Ruby." }], citations: [citation] } },
    { citationsContent: { citations: [citation] } },
    { text: "<thinking>Both</thinking> done." },
    { image: { format: "png", source: { bytes: redactedContent } } },
    { toolUse: { toolUseId: "t", name: "roll", input: { who: "me" } } },
    { toolUse: { toolUseId: "u", name: "now", input: {} } },
  ];
  const start = (contentBlockIndex: number, start: object) => ({
    contentBlockStart: { contentBlockIndex, start },
  });
  const delta = (contentBlockIndex: number, delta: object) => ({
    contentBlockDelta: { contentBlockIndex, delta },
  });
  const stop = (contentBlockIndex: number) => ({ contentBlockStop: { contentBlockIndex } });
  const streamed = [
    { messageStart: { role: "assistant" } },
    delta(0, { reasoningContent: { text: "Let me " } }),
    delta(0, { reasoningContent: { text: "see." } }),
    delta(0, { reasoningContent: { signature: "EqQB" } }),
    stop(0),
    delta(1, { reasoningContent: { redactedContent: redactedContent.slice(0, 2) } }),
    delta(1, { reasoningContent: { redactedContent: redactedContent.slice(2) } }),
    stop(1),
    start(2, { toolUse: { toolUseId: "s", name: "web_search", type: "server_tool_use" } }),
    delta(2, { toolUse: { input: '{"query":' } }),
    delta(2, { toolUse: { input: '"ruby"}' } }),
    stop(2),
    start(3, { toolResult: { toolUseId: "s", type: "x_result", status: "success" } }),
    delta(3, { toolResult: [{ text: "Fo" }] }),
    delta(3, { toolResult: [{ text: "und" }, { json: { a: 1 } }] }),
    stop(3),
    delta(4, { citation }),
    delta(4, { text: "Ru" }),
    delta(4, { text: "by." }),
    stop(4),
    delta(5, { citation }),
    stop(5),
    delta(6, { text: "<thinking>Both" }),
    stop(6),
    delta(7, { text: "" }),
    stop(7),
    delta(8, { text: "</thinking> done." }),
    stop(8),
    start(9, { image: { format: "png" } }),
    delta(9, { image: { source: { bytes: redactedContent } } }),
    stop(9),
    start(10, { toolUse: { toolUseId: "t", name: "roll" } }),
    delta(10, { toolUse: { input: '{"who":"me"}' } }),
    stop(10),
    start(11, { toolUse: { toolUseId: "u", name: "now" } }),
    stop(11),
    { messageStop: { stopReason: "tool_use" } },
    { metadata: { usage: {}, metrics: { latencyMs: 1 } } },
  ];

  async function* eventsOf<T>(events: readonly T[]): AsyncGenerator<T> {
    yield* events;
  }

  it("has all blocks in order, whole and streamed", async () => {
    const whole = {
      output: { message: { role: "assistant", content: [...content, { text: "" }] } },
      stopReason: "tool_use",
    };
    const { message, toolCalls } = await collect(whole);
    expect(message).toEqual({ role: "assistant", content });
    const answer = await collect({ stream: eventsOf(streamed) });
    expect(answer.message).toEqual(message);
    expect(answer.toolCalls.map(({ id, input }) => [id, input])).toEqual(
      toolCalls.map(({ id, input }) => [id, input]),
    );
    expect(answer.unreadDocuments).toBe(1);
  });

  it("joins texts, but none that has more than text", async () => {
    const cited = { text: "c", citations: [citation] };
    const content = [{ text: "a" }, { text: "b" }, cited, { text: "d" }];
    expect(await messageOf({ output: { message: { content } } })).toEqual({
      role: "assistant",
      content: [{ text: "ab" }, cited, { text: "d" }],
    });
  });

  it("has no type in the caller's tool calls: requests do not", async () => {
    const toolUse = { toolUseId: "t", name: "roll", input: {} };
    const whole = {
      output: { message: { content: [{ toolUse: { ...toolUse, type: "tool_use" } }] } },
      stopReason: "tool_use",
    };
    expect(await messageOf(whole)).toEqual({ role: "assistant", content: [{ toolUse }] });
  });

  it.each<[string, string, unknown[]]>([
    [
      "TOOL_CALL_CUT",
      "within its JSON",
      [
        start(0, { toolUse: { toolUseId: "t", name: "f" } }),
        delta(0, { toolUse: { input: "{" } }),
        stop(0),
      ],
    ],
    ["TOOL_CALL_CUT", "with the stream", [start(0, { toolUse: { toolUseId: "t", name: "f" } })]],
    [
      "TOOL_CALL_CUT",
      "whole",
      [
        {
          output: { message: { content: [{ toolUse: { toolUseId: "t", name: "f", input: {} } }] } },
          stopReason: "max_tokens",
        },
      ],
    ],
    [
      "TOOL_CALL_CUT",
      "by a filter",
      [
        start(0, { toolUse: { toolUseId: "t", name: "f" } }),
        stop(0),
        { messageStop: { stopReason: "content_filtered" } },
      ],
    ],
    [
      "THINKING_UNSIGNED",
      "streamed",
      [
        delta(0, { reasoningContent: { text: "Hm" } }),
        stop(0),
        { messageStop: { stopReason: "max_tokens" } },
      ],
    ],
  ])("is %s if cut, %s", async (issue, _, documents) => {
    expect(await messageOf(...documents)).toBe(issue);
  });
});

describe("an OpenAI-shaped message", () => {
  const tool_calls = [
    { id: "a", type: "function", function: { name: "f", arguments: '{"x":1}' } },
    { id: "b", type: "function", function: { name: "g", arguments: "{}" } },
  ];
  const content = "<reasoning>Plan.</reasoning>Hi";

  it("has content with its tags, reasoning and tool calls, whole and streamed", async () => {
    const message = { role: "assistant", content, reasoning_content: "Hm.", tool_calls };
    const whole = {
      choices: [{ message: { ...message, refusal: null }, finish_reason: "tool_calls" }],
    };
    expect(await messageOf(whole)).toEqual(message);
    const deltas = [
      { role: "assistant", content: "" },
      { reasoning_content: "H" },
      { reasoning_content: "m." },
      { content: "<reasoning>Plan." },
      { content: "</reasoning>Hi" },
      {
        tool_calls: [
          { index: 0, id: "a", type: "function", function: { name: "f", arguments: "" } },
        ],
      },
      { tool_calls: [{ index: 0, function: { arguments: '{"x"' } }] },
      {
        tool_calls: [
          { index: 1, id: "b", type: "function", function: { name: "g", arguments: "{}" } },
        ],
      },
      { tool_calls: [{ index: 0, function: { arguments: ":1}" } }] },
    ];
    const chunks = deltas.map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] }));
    const stop = { choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] };
    expect(await messageOf(...chunks, stop)).toEqual(message);
  });

  it("with tool calls alone has no content", async () => {
    for (const content of [null, "", undefined]) {
      const whole = {
        choices: [{ message: { content, tool_calls }, finish_reason: "tool_calls" }],
      };
      expect(await messageOf(whole)).toEqual({ role: "assistant", content: null, tool_calls });
    }
  });

  it("of Mistral has its parts, joined", async () => {
    const text = (text: string) => ({ type: "text", text });
    const thinking = (...texts: string[]) => ({ type: "thinking", thinking: texts.map(text) });
    const parts = [[thinking("Pl")], [thinking("an.")], [text("")], [text("H")], "i"];
    const chunks = parts.map((content) => ({ choices: [{ message: { content } }] }));
    expect(await messageOf(...chunks)).toEqual({
      role: "assistant",
      content: [thinking("Plan."), text("Hi")],
    });
  });

  it("has what a delta says beside an empty message, and a message beside an empty delta", async () => {
    const said = { role: "assistant", content: "Hi" };
    for (const choice of [
      { delta: said, message: null },
      { delta: null, message: said },
    ]) {
      expect(await messageOf({ choices: [choice] })).toEqual(said);
    }
  });

  it("keeps a call's id and name where later pieces have empty ones", async () => {
    const delta = (id: string, name: string, json: string) => ({
      choices: [{ delta: { tool_calls: [{ index: 0, id, function: { name, arguments: json } }] } }],
    });
    const stop = { choices: [{ delta: {}, finish_reason: "tool_calls" }] };
    expect(await messageOf(delta("a", "f", ""), delta("", "", "{}"), stop)).toMatchObject({
      tool_calls: [{ id: "a", function: { name: "f", arguments: "{}" } }],
    });
  });

  it("has arguments in JSON for a call without, and none for what is not a function", async () => {
    const custom = { id: "b", type: "custom", custom: { name: "g", input: "x" } };
    const calls = [{ id: "a", function: { name: "f", arguments: "" } }, custom];
    const whole = { choices: [{ message: { tool_calls: calls }, finish_reason: "tool_calls" }] };
    expect(await messageOf(whole)).toMatchObject({
      tool_calls: [{ id: "a", function: { name: "f", arguments: "{}" } }, custom],
    });
  });

  it("joins parts of one kind only, and keeps what else they have", async () => {
    const text = (text: string, rest = {}) => ({ type: "text", text, ...rest });
    const reasoning = { type: "reasoning", text: "Hm." };
    const noted = text("c", { annotations: [{ url: "https://www.ruby-lang.org" }] });
    const content = [reasoning, text("a"), "b", noted, text("d")];
    expect(await messageOf({ choices: [{ message: { content } }] })).toEqual({
      role: "assistant",
      content: [reasoning, text("ab"), noted, text("d")],
    });
  });

  it("is each choice's own", async () => {
    const delta = (index: number, content: string) => ({
      choices: [{ index, delta: { content } }],
    });
    const { choices } = await collect(bodyOf(delta(1, "B"), delta(0, "A"), delta(1, "b")));
    expect(choices.map(({ message }) => message)).toEqual([
      { role: "assistant", content: "A" },
      { role: "assistant", content: "Bb" },
    ]);
  });

  it.each([
    ['{"x":', "tool_calls"],
    ['{"x":1}', "length"],
    ["", "content_filter"],
  ])("cut inside a tool call (%s, %s) cannot be appended", async (json, finish_reason) => {
    const call = { id: "a", function: { name: "f", arguments: json } };
    expect(await messageOf({ choices: [{ message: { tool_calls: [call] }, finish_reason }] })).toBe(
      "TOOL_CALL_CUT",
    );
  });
});

describe("Command R's message", () => {
  const tool_calls = [{ name: "f", parameters: { x: 1 } }];

  it("is its entry of the history, whole and streamed", async () => {
    const message = { role: "CHATBOT", message: "I will look.", tool_calls };
    expect(await messageOf({ text: "I will look.", generation_id: "1", tool_calls })).toEqual(
      message,
    );
    expect(await messageOf({ text: "Hi", response_id: "1" })).toEqual({
      role: "CHATBOT",
      message: "Hi",
    });
    const streamed = [
      { event_type: "stream-start", generation_id: "1" },
      { event_type: "tool-calls-chunk", text: "I will " },
      { event_type: "tool-calls-chunk", text: "look." },
      { event_type: "tool-calls-generation", text: "I will look.", tool_calls },
      { event_type: "stream-end", finish_reason: "COMPLETE" },
    ];
    expect(await messageOf(...streamed)).toEqual(message);
    const text = [
      { event_type: "text-generation", text: "H" },
      { event_type: "text-generation", text: "i" },
      { event_type: "stream-end", response: { text: "Hi" } },
    ];
    expect(await messageOf(...text)).toEqual({ role: "CHATBOT", message: "Hi" });
  });
});

describe("content that is a string, or has some", () => {
  it.each<[unknown, object[]]>([
    [{ type: "message", content: "a" }, [{ type: "text", text: "a" }]],
    [
      { type: "message", content: ["a", { type: "text", text: "b" }] },
      [
        { type: "text", text: "a" },
        { type: "text", text: "b" },
      ],
    ],
    [{ output: { message: { content: "a" } } }, [{ text: "a" }]],
    [{ output: { message: { content: ["a", { text: "b" }] } } }, [{ text: "ab" }]],
  ])("is text of the message: %j", async (document, content) => {
    expect(await messageOf(document)).toEqual({ role: "assistant", content });
  });
});

describe("families without messages", () => {
  it.each([
    { completion: "Hi", stop_reason: "stop_sequence" },
    { generation: "Hi" },
    { results: [{ outputText: "Hi" }] },
    { outputs: [{ text: "Hi" }] },
    { generations: [{ text: "Hi" }] },
    { choices: [{ text: "Hi" }] },
    { message: "Hi", finishReason: "stop" },
    { embedding: [1] },
  ])("have none: %j", async (document) => {
    expect(await messageOf(document)).toBeUndefined();
  });
});

describe("any content", () => {
  const json = fc.dictionary(
    fc.constantFrom("a", "b", "__proto__"),
    fc.jsonValue({ maxDepth: 1 }),
    { minKeys: 1, noNullPrototype: true },
  );
  const text = fc.string({ minLength: 1, maxLength: 8 });
  const pieces = (whole: string) =>
    fc.array(fc.nat(whole.length), { maxLength: 3 }).map((cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), whole.length];
      return at.slice(1).map((end, place) => whole.slice(at[place], end));
    });
  /** A block of Claude's, whole, and what its stream has of it. */
  const block = fc.oneof(
    text.chain((text) =>
      pieces(text).map((cut) => ({
        whole: { type: "text", text },
        start: { type: "text", text: "" },
        deltas: cut.map((text) => ({ type: "text_delta", text })),
      })),
    ),
    text.chain((thinking) =>
      pieces(thinking).map((cut) => ({
        whole: { type: "thinking", thinking, signature: "c2ln" },
        start: { type: "thinking", thinking: "", signature: "" },
        deltas: [
          ...cut.map((thinking) => ({ type: "thinking_delta", thinking })),
          { type: "signature_delta", signature: "c2ln" },
        ],
      })),
    ),
    json.chain((input) =>
      pieces(JSON.stringify(input)).map((cut) => ({
        whole: { type: "tool_use", id: "t", name: "f", input },
        start: { type: "tool_use", id: "t", name: "f", input: {} },
        deltas: cut.map((partial_json) => ({ type: "input_json_delta", partial_json })),
      })),
    ),
  );

  it("collects to the same answer and message, whole and streamed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(block, { maxLength: 4 }), async (blocks) => {
        const end = { stop_reason: "tool_use" };
        const whole = { type: "message", content: blocks.map(({ whole }) => whole), ...end };
        const streamed = blocks.flatMap(({ start, deltas }, index) => [
          { type: "content_block_start", index, content_block: start },
          ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
          { type: "content_block_stop", index },
        ]);
        const stop = { type: "message_delta", delta: end };
        const expected = await collect(bodyOf(whole));
        expect(await collect(bodyOf(...streamed, stop))).toEqual(expected);
        expect(expected.message).toEqual({
          role: "assistant",
          content: JSON.parse(JSON.stringify(whole.content)),
        });
      }),
      { numRuns: 200 },
    );
  });
});
