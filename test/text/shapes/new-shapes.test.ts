import { collect, events, textOf, textStream } from "bedrock-fetch/text";
import { describe, expect, it } from "vitest";
import { endsAnswer } from "../../../src/text/shapes/ending.ts";
import { all, bodyOf, encode, streamOf } from "../bodies.ts";

const typesOf = async (...documents: unknown[]) =>
  (await all(events(bodyOf(...documents)))).map(({ document, ...event }) => event);

describe("text", () => {
  it.each<[string, unknown, string]>([
    [
      "Claude's completions, streamed",
      { type: "completion", completion: " Paris.", stop_reason: null },
      " Paris.",
    ],
    ["Pegasus", { message: "A dog runs.", finishReason: "stop" }, "A dog runs."],
    ["Pegasus, streamed", { message: "A dog", finishReason: null }, "A dog"],
    ["Pegasus, streamed, without a reason", { message: "A dog" }, "A dog"],
    ["a list of strings", { content: ["a", "b"] }, "ab"],
    ["Claude, a list of strings", { type: "message", content: ["a", "b"] }, "ab"],
    [
      "Converse, a list of strings",
      { output: { message: { content: ["a", { text: "b" }] } } },
      "ab",
    ],
    [
      "OpenAI-shaped, parts and strings",
      { choices: [{ message: { content: [{ type: "text", text: "a" }, "b"] } }] },
      "ab",
    ],
    [
      "strings that begin with a tag",
      { choices: [{ delta: { content: ["<think>P</th", "ink>", "Hi"] } }] },
      "Hi",
    ],
    [
      "Nova, a block's start",
      { contentBlockStart: { contentBlockIndex: 0, start: { text: "Hi" } } },
      "Hi",
    ],
    ["a delta that is a string", { type: "output_text.delta", delta: "Hi" }, "Hi"],
    ["AI21, completions", { completions: [{ data: { text: "Hi", tokens: [] } }] }, "Hi"],
    ["bytes in text, none", { data: "aGk=", outputs: [{ data: "aGk=" }] }, ""],
    ["a kind of part to come", { type: "message", content: [{ type: "aside", text: "Hi" }] }, "Hi"],
    [
      "a kind of delta to come",
      { type: "content_block_delta", delta: { type: "aside_delta", text: "Hi" } },
      "Hi",
    ],
    ["a type of document to come", { type: "epilogue", text: "Hi" }, "Hi"],
    [
      "Converse's cited content",
      {
        output: {
          message: {
            content: [
              { text: "a" },
              { citationsContent: { content: [{ text: "b" }, { text: "c" }] } },
            ],
          },
        },
      },
      "abc",
    ],
  ])("of %s", async (_, document, text) => {
    expect((await all(textStream(bodyOf(document)))).join("")).toBe(text);
    expect((await collect(bodyOf(document))).text).toBe(text);
    expect(textOf({ body: encode([document])[0]! })).toBe(text);
  });

  it("of Pegasus has its stop reason", async () => {
    const { stopReason } = await collect(bodyOf({ message: "A dog runs.", finishReason: "stop" }));
    expect(stopReason).toBe("stop");
  });
});

describe("endings", () => {
  it.each<[unknown, boolean]>([
    [{ type: "completion", completion: " Paris.", stop_reason: null }, false],
    [{ type: "completion", completion: "", stop_reason: "stop_sequence" }, true],
    [{ message: "A dog", finishReason: null }, false],
    [{ message: "", finishReason: "stop" }, true],
  ])("%j: %s", (document, ends) => expect(endsAnswer(document)).toBe(ends));
});

describe("reasoning", () => {
  const thinking = (...texts: string[]) => ({
    type: "thinking",
    thinking: texts.map((text) => ({ type: "text", text })),
  });

  it("of Mistral's parts", async () => {
    const content = [thinking("Pl", "an."), { type: "text", text: "Hi" }];
    for (const choice of [{ message: { content } }, { delta: { content } }]) {
      expect(await collect(bodyOf({ choices: [choice] }))).toMatchObject({
        reasoning: "Plan.",
        text: "Hi",
      });
    }
  });

  it("of Mistral's parts, of which pieces are strings", async () => {
    const content = [{ type: "thinking", thinking: ["Pl", { type: "text", text: "an." }] }];
    expect((await collect(bodyOf({ choices: [{ message: { content } }] }))).reasoning).toBe(
      "Plan.",
    );
  });

  it("of Nova's deltas in the form of a whole block", async () => {
    const delta = (reasoningText: object) => ({
      contentBlockDelta: { contentBlockIndex: 0, delta: { reasoningContent: { reasoningText } } },
    });
    const documents = [
      delta({ text: "Pl" }),
      delta({ text: "an." }),
      delta({ signature: "c2ln" }),
      { contentBlockStop: { contentBlockIndex: 0 } },
    ];
    const { reasoning, message } = await collect(bodyOf(...documents));
    expect(reasoning).toBe("Plan.");
    expect(message).toEqual({
      role: "assistant",
      content: [{ reasoningContent: { reasoningText: { text: "Plan.", signature: "c2ln" } } }],
    });
  });

  it("of Command R's plan, once", async () => {
    const answer = await collect(
      bodyOf(
        { event_type: "tool-calls-chunk", text: "I will " },
        { event_type: "tool-calls-chunk", text: "look." },
        {
          event_type: "tool-calls-generation",
          text: "I will look.",
          tool_calls: [{ name: "f", parameters: {} }],
        },
      ),
    );
    expect(answer).toMatchObject({ reasoning: "I will look.", text: "" });
    const whole = { event_type: "tool-calls-generation", text: "I will look.", tool_calls: [] };
    expect(await collect(bodyOf(whole))).toMatchObject({ reasoning: "I will look.", text: "" });
  });
});

describe("tool calls", () => {
  const block = { type: "tool_use", id: "t", name: "roll", input: { who: "me" } };

  it("given whole at a block's start", async () => {
    const documents = [
      { type: "content_block_start", index: 0, content_block: block },
      { type: "content_block_stop", index: 0 },
    ];
    const call = { id: "t", name: "roll", arguments: '{"who":"me"}', input: { who: "me" } };
    expect((await collect(bodyOf(...documents))).toolCalls).toEqual([call]);
    expect((await typesOf(...documents)).map(({ type }) => type)).toEqual([
      "toolCallStart",
      "toolCallDelta",
      "toolCallStop",
    ]);
    const nova = [
      {
        contentBlockStart: {
          contentBlockIndex: 0,
          start: { toolUse: { toolUseId: "t", name: "roll", input: { who: "me" } } },
        },
      },
      { contentBlockStop: { contentBlockIndex: 0 } },
    ];
    expect((await collect(bodyOf(...nova))).toolCalls).toEqual([call]);
  });

  it("given whole after a block's start", async () => {
    const { toolCalls, message } = await collect(
      bodyOf(
        {
          contentBlockStart: {
            contentBlockIndex: 0,
            start: { toolUse: { toolUseId: "t", name: "roll" } },
          },
        },
        {
          contentBlockDelta: {
            contentBlockIndex: 0,
            delta: { toolUse: { input: { who: "me" } } },
          },
        },
        { contentBlockStop: { contentBlockIndex: 0 } },
        { messageStop: { stopReason: "tool_use" } },
      ),
    );
    expect(toolCalls).toMatchObject([{ id: "t", input: { who: "me" } }]);
    expect(message).toEqual({
      role: "assistant",
      content: [{ toolUse: { toolUseId: "t", name: "roll", input: { who: "me" } } }],
    });
  });

  it.each<[string, unknown[]]>([
    ["{}", [{ message: { tool_calls: [{ id: "t", function: { name: "f", arguments: "{}" } }] } }]],
    [
      '{"x":1}',
      [
        { delta: { tool_calls: [{ index: 0, id: "t", function: { name: "f", arguments: "" } }] } },
        { delta: { tool_calls: [{ index: 0, function: { arguments: '{"x"' } }] } },
        { delta: { tool_calls: [{ index: 0, function: { arguments: ":1}" } }] } },
      ],
    ],
  ])("whose JSON %s is whole are complete without a stop reason", async (json, choices) => {
    const documents = choices.map((choice) => ({ choices: [choice] }));
    const { toolCalls, message } = await collect(bodyOf(...documents));
    expect(toolCalls).toEqual([{ id: "t", name: "f", arguments: json, input: JSON.parse(json) }]);
    expect(message).toMatchObject({ tool_calls: [{ function: { arguments: json } }] });
    expect((await typesOf(...documents)).at(-1)).toMatchObject({ type: "toolCallStop" });
  });

  it.each(["", '{"x"'])("whose JSON is only %j are not", async (json) => {
    const call = { index: 0, id: "t", function: { name: "f", arguments: json } };
    const answer = await collect(bodyOf({ choices: [{ delta: { tool_calls: [call] } }] }));
    expect(answer).toMatchObject({ toolCalls: [], messageIssue: "TOOL_CALL_CUT" });
  });

  it("whose input is nested too deep to be written have it all the same", async () => {
    const depth = 50_000;
    const input = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    const whole = `{"type":"message","content":[{"type":"tool_use","id":"t","name":"f","input":${input}}]}`;
    const { toolCalls } = await collect(new TextEncoder().encode(whole));
    expect(toolCalls).toHaveLength(1);
    expect(toolCalls[0]).toHaveProperty("input.a.a.a");
    const delta = new TextEncoder().encode(`{"choices":[{"delta":{"x":${input}}}]}`);
    await expect(collect(streamOf([delta, delta]))).resolves.toMatchObject({ toolCalls: [] });
  });

  it("given in pieces, whatever the block's start has", async () => {
    const { toolCalls } = await collect(
      bodyOf(
        { type: "content_block_start", index: 0, content_block: block },
        {
          type: "content_block_delta",
          index: 0,
          delta: { type: "input_json_delta", partial_json: '{"who":"you"}' },
        },
        { type: "content_block_stop", index: 0 },
      ),
    );
    expect(toolCalls).toMatchObject([{ input: { who: "you" } }]);
  });

  const result = [{ type: "web_search_result", title: "Ruby", url: "https://www.ruby-lang.org" }];
  const called = [
    {
      id: "s",
      name: "web_search",
      arguments: '{"query":"ruby"}',
      input: { query: "ruby" },
      result,
    },
  ];

  it.each<[string, unknown[]]>([
    [
      "Claude, whole",
      [
        {
          type: "message",
          content: [
            { type: "server_tool_use", id: "s", name: "web_search", input: { query: "ruby" } },
            { type: "web_search_tool_result", tool_use_id: "s", content: result },
            { ...block },
          ],
        },
      ],
    ],
    [
      "Claude, by MCP, streamed",
      [
        {
          type: "content_block_start",
          index: 0,
          content_block: { type: "mcp_tool_use", id: "s", name: "web_search", input: {} },
        },
        {
          type: "content_block_delta",
          index: 0,
          delta: { type: "input_json_delta", partial_json: '{"query":"ruby"}' },
        },
        { type: "content_block_stop", index: 0 },
        {
          type: "content_block_start",
          index: 1,
          content_block: { type: "mcp_tool_result", tool_use_id: "s", content: result },
        },
        { type: "content_block_stop", index: 1 },
        { type: "content_block_start", index: 2, content_block: block },
        { type: "content_block_stop", index: 2 },
      ],
    ],
    [
      "Nova and Converse, whole",
      [
        {
          output: {
            message: {
              content: [
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
                    content: result,
                    status: "success",
                    type: "x_result",
                  },
                },
                {
                  toolUse: { toolUseId: "t", name: "roll", input: { who: "me" }, type: "tool_use" },
                },
              ],
            },
          },
        },
      ],
    ],
    [
      "Nova and Converse, streamed",
      [
        {
          contentBlockStart: {
            contentBlockIndex: 0,
            start: { toolUse: { toolUseId: "s", name: "web_search", type: "server_tool_use" } },
          },
        },
        {
          contentBlockDelta: {
            contentBlockIndex: 0,
            delta: { toolUse: { input: '{"query":"ruby"}' } },
          },
        },
        { contentBlockStop: { contentBlockIndex: 0 } },
        {
          contentBlockStart: {
            contentBlockIndex: 1,
            start: { toolResult: { toolUseId: "s", status: "success" } },
          },
        },
        { contentBlockDelta: { contentBlockIndex: 1, delta: { toolResult: result } } },
        { contentBlockStop: { contentBlockIndex: 1 } },
        {
          contentBlockStart: {
            contentBlockIndex: 2,
            start: { toolUse: { toolUseId: "t", name: "roll" } },
          },
        },
        {
          contentBlockDelta: {
            contentBlockIndex: 2,
            delta: { toolUse: { input: '{"who":"me"}' } },
          },
        },
        { contentBlockStop: { contentBlockIndex: 2 } },
      ],
    ],
  ])(
    "of %s are the caller's; the service's own stand apart with their results",
    async (_, documents) => {
      const answer = await collect(bodyOf(...documents));
      expect(answer.toolCalls).toEqual([
        { id: "t", name: "roll", arguments: '{"who":"me"}', input: { who: "me" } },
      ]);
      expect(answer.serverToolCalls).toEqual(called);
      expect(answer.unreadDocuments).toBe(0);
      const found = await typesOf(...documents);
      expect(found.find(({ type }) => type === "toolCallStop")).toMatchObject({
        index: 0,
        id: "t",
      });
      expect(found.find(({ type }) => type === "serverToolCall")).toMatchObject({ id: "s" });
      expect(found.find(({ type }) => type === "serverToolResult")).toMatchObject({
        id: "s",
        content: result,
      });
    },
  );
});

describe("what else a model says", () => {
  it("in refusal", async () => {
    const documents = [
      { choices: [{ delta: { refusal: "I can" } }] },
      { choices: [{ delta: { refusal: "not." } }] },
    ];
    expect(await collect(bodyOf(...documents))).toMatchObject({ refusal: "I cannot.", text: "" });
    expect(await typesOf(documents[0])).toEqual([{ type: "refusal", text: "I can", choice: 0 }]);
    expect((await collect(bodyOf({ choices: [{ message: { refusal: "No." } }] }))).refusal).toBe(
      "No.",
    );
  });

  it("of why it stopped", async () => {
    const stop_details = { type: "refusal", category: "cyber" };
    const documents = [
      { type: "message_delta", delta: { stop_reason: "refusal", stop_details } },
      { type: "message", content: [], stop_reason: "refusal", stop_details },
    ];
    for (const document of documents) {
      expect(await typesOf(document)).toEqual([
        { type: "stop", reason: "refusal", details: stop_details, choice: 0 },
      ]);
    }
  });

  it.each<[string, unknown, unknown]>([
    [
      "Claude",
      {
        type: "message_start",
        message: {
          usage: {
            input_tokens: 1,
            cache_creation_input_tokens: 5,
            cache_creation: { ephemeral_5m_input_tokens: 2, ephemeral_1h_input_tokens: 3 },
          },
        },
      },
      {
        inputTokens: 1,
        cacheWriteInputTokens: 5,
        cacheWrite5mInputTokens: 2,
        cacheWrite1hInputTokens: 3,
      },
    ],
    [
      "Converse",
      {
        metadata: {
          usage: {
            outputTokens: 1,
            cacheDetails: [
              { ttl: "1h", inputTokens: 3 },
              { ttl: "5m", inputTokens: 2 },
            ],
          },
        },
      },
      { outputTokens: 1, cacheWrite5mInputTokens: 2, cacheWrite1hInputTokens: 3 },
    ],
    [
      "OpenAI-shaped",
      {
        choices: [],
        usage: { completion_tokens: 9, completion_tokens_details: { reasoning_tokens: 7 } },
      },
      { outputTokens: 9, reasoningTokens: 7 },
    ],
    [
      "Command R",
      {
        event_type: "stream-end",
        response: {
          meta: {
            billed_units: { input_tokens: 3, output_tokens: 4 },
            tokens: { input_tokens: 70, output_tokens: 5 },
          },
        },
      },
      { inputTokens: 3, outputTokens: 4 },
    ],
    [
      "Cohere, whole",
      { generations: [], meta: { billed_units: { input_tokens: 3, output_tokens: 4 } } },
      { inputTokens: 3, outputTokens: 4 },
    ],
  ])("in tokens of %s", async (_, document, usage) => {
    expect(await typesOf(document)).toEqual([{ type: "usage", usage }]);
  });

  const citation = { type: "char_location", cited_text: "Ruby", document_index: 0 };

  it.each<[string, unknown]>([
    [
      "Claude, streamed",
      { type: "content_block_delta", index: 0, delta: { type: "citations_delta", citation } },
    ],
    ["Claude", { type: "message", content: [{ type: "text", text: "", citations: [citation] }] }],
    ["Converse, streamed", { contentBlockDelta: { contentBlockIndex: 0, delta: { citation } } }],
    [
      "Converse",
      { output: { message: { content: [{ citationsContent: { citations: [citation] } }] } } },
    ],
    ["Command R, streamed", { event_type: "citation-generation", citations: [citation] }],
    ["Command R", { text: "", generation_id: "1", citations: [citation] }],
    ["OpenAI-shaped", { choices: [{ message: { content: "", annotations: [citation] } }] }],
  ])("in citations of %s", async (_, document) => {
    expect(await typesOf(document)).toEqual([{ type: "citation", citation, choice: 0 }]);
    expect((await collect(bodyOf(document))).citations).toEqual([citation]);
  });

  it("in Converse's guardrail and latency", async () => {
    const guardrail = { inputAssessment: {} };
    const documents = [
      { messageStop: { stopReason: "guardrail_intervened" } },
      { metadata: { metrics: { latencyMs: 7 }, trace: { guardrail } } },
    ];
    const expected = {
      guardrailAction: "INTERVENED",
      guardrailTrace: { guardrail },
      invocationLatency: 7,
    };
    expect(await collect(bodyOf(...documents))).toMatchObject(expected);
    const whole = {
      output: { message: { content: [{ text: "Sorry." }] } },
      stopReason: "guardrail_intervened",
      metrics: { latencyMs: 7 },
      trace: { guardrail },
    };
    expect(await collect(whole)).toMatchObject({ ...expected, text: "Sorry." });
  });
});

describe("unread documents", () => {
  it.each<[unknown, number]>([
    [{ embedding: [1] }, 1],
    [{ type: "content_block_delta", index: 0, delta: { type: "new_delta", payload: "x" } }, 1],
    [
      {
        type: "content_block_start",
        index: 0,
        content_block: { type: "container_upload", file_id: "f" },
      },
      1,
    ],
    [{ choices: [{ delta: { audio: { id: "a" } } }] }, 1],
    [5, 1],
    [{ type: "ping" }, 0],
    [{ type: "content_block_stop", index: 0 }, 0],
    [
      {
        type: "content_block_start",
        index: 0,
        content_block: { type: "redacted_thinking", data: "x" },
      },
      0,
    ],
    [{ contentBlockStart: { start: { toolResult: { toolUseId: "t" } } } }, 0],
    [{ choices: [{ delta: { role: "assistant", content: "" } }] }, 0],
    [{ choices: [{ delta: {} }] }, 0],
    [{ generation: "", stop_reason: null }, 0],
    [{ event_type: "tool-calls-chunk", tool_call_delta: { index: 0, name: "f" } }, 0],
  ])("%j: %i", async (document, unread) => {
    expect((await collect(bodyOf(document))).unreadDocuments).toBe(unread);
    expect((await typesOf(document))[0]).toEqual({ type: "other" });
  });
});
