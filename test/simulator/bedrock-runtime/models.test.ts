import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { decodeFrames } from "../../helpers/eventstream/decode-frames.ts";
import { apiKey, invoke, prompt, refusalOf } from "../invoke.ts";

const simulator = createSimulator({ apiKeys: [apiKey] });

// biome-ignore format: a table
/** The text of a family's whole answer, of its stream's documents, and the word for having been cut. */
const families: Record<string, Family> = {
  "anthropic.claude-3-haiku-20240307-v1:0": {
    body: (text, max) => prompt(text, { max_tokens: max }),
    whole: ({ content }) => content[0].text,
    reason: ({ stop_reason }) => stop_reason,
    text: (document) => (document.type === "content_block_delta" ? document.delta.text : ""),
    end: ({ type, delta }) => (type === "message_delta" ? delta.stop_reason : undefined),
    cut: "max_tokens", done: "end_turn",
  },
  "anthropic.claude-instant-v1": {
    body: (text, max) => ({ prompt: `\n\nHuman: ${text}\n\nAssistant:`, max_tokens_to_sample: max }),
    whole: ({ completion }) => completion,
    reason: ({ stop_reason }) => stop_reason,
    text: ({ completion }) => completion,
    end: ({ stop_reason }) => stop_reason,
    cut: "max_tokens", done: "stop_sequence",
  },
  "us.amazon.nova-2-lite-v1:0": {
    body: (text, max) => ({ messages: [{ role: "user", content: [{ text }] }], inferenceConfig: { maxTokens: max } }),
    whole: ({ output }) => output.message.content[0].text,
    reason: ({ stopReason }) => stopReason,
    text: ({ contentBlockDelta }) => contentBlockDelta?.delta.text ?? "",
    end: ({ messageStop }) => messageStop?.stopReason,
    cut: "max_tokens", done: "end_turn",
  },
  "amazon.titan-text-express-v1": {
    body: (text, max) => ({ inputText: text, textGenerationConfig: { maxTokenCount: max } }),
    whole: ({ results }) => results[0].outputText,
    reason: ({ results }) => results[0].completionReason,
    text: ({ outputText }) => outputText,
    end: ({ completionReason }) => completionReason,
    cut: "LENGTH", done: "FINISH",
  },
  "us.meta.llama3-3-70b-instruct-v1:0": {
    body: (text, max) => ({ prompt: `<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n${text}<|eot_id|><|start_header_id|>assistant<|end_header_id|>`, max_gen_len: max }),
    whole: ({ generation }) => generation,
    reason: ({ stop_reason }) => stop_reason,
    text: ({ generation }) => generation,
    end: ({ stop_reason }) => stop_reason,
    cut: "length", done: "stop",
  },
  "mistral.mistral-7b-instruct-v0:2": {
    body: (text, max) => ({ prompt: `<s>[INST] ${text} [/INST]`, max_tokens: max }),
    whole: ({ outputs }) => outputs[0].text,
    reason: ({ outputs }) => outputs[0].stop_reason,
    text: ({ outputs }) => outputs[0].text,
    end: ({ outputs }) => outputs[0].stop_reason,
    cut: "length", done: "stop",
  },
  "mistral.mistral-large-2407-v1:0": {
    body: (text, max) => ({ messages: [{ role: "user", content: text }], max_tokens: max }),
    whole: ({ choices }) => choices[0].message.content,
    reason: ({ choices }) => choices[0].stop_reason,
    text: ({ choices }) => choices[0].message.content,
    end: ({ choices }) => choices[0].stop_reason,
    cut: "length", done: "stop",
  },
  "cohere.command-text-v14": {
    body: (text, max) => ({ prompt: text, max_tokens: max }),
    whole: ({ generations }) => generations[0].text,
    reason: ({ generations }) => generations[0].finish_reason,
    text: ({ text = "" }) => text,
    end: ({ finish_reason }) => finish_reason,
    cut: "MAX_TOKENS", done: "COMPLETE",
  },
  "cohere.command-r-plus-v1:0": {
    body: (text, max) => ({ message: text, max_tokens: max }),
    whole: ({ text }) => text,
    reason: ({ finish_reason }) => finish_reason,
    text: ({ event_type, text }) => (event_type === "text-generation" ? text : ""),
    end: ({ finish_reason }) => finish_reason,
    cut: "MAX_TOKENS", done: "COMPLETE",
  },
  "us.deepseek.r1-v1:0": {
    body: (text, max) => ({ prompt: `<｜begin▁of▁sentence｜><｜User｜>${text}<｜Assistant｜>`, max_tokens: max }),
    whole: ({ choices }) => choices[0].text,
    reason: ({ choices }) => choices[0].finish_reason,
    text: ({ choices }) => choices?.[0].text ?? "",
    end: ({ choices }) => choices?.[0].finish_reason,
    cut: "length", done: "stop",
  },
};
for (const id of [
  "ai21.jamba-1-5-mini-v1:0",
  "openai.gpt-oss-20b-1:0",
  "qwen.qwen3-32b-v1:0",
  "deepseek.v3-v1:0",
  "us.mistral.pixtral-large-2502-v1:0",
]) {
  families[id] = {
    body: (text, max) => ({ messages: [{ role: "user", content: text }], max_tokens: max }),
    whole: ({ choices }) => choices[0].message.content,
    reason: ({ choices }) => choices[0].finish_reason,
    text: ({ choices }) => choices?.[0].delta.content ?? "",
    end: ({ choices }) => choices?.[0].finish_reason,
    cut: "length",
    done: "stop",
  };
}

// A document's members are looked at by what the family says they are: their types are the test.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Document = any;

interface Family {
  body(text: string, maxTokens: number): object;
  whole(answer: Document): string;
  reason(answer: Document): string;
  text(document: Document): string;
  end(document: Document): string | null | undefined;
  readonly cut: string;
  readonly done: string;
}

async function streamed(modelId: string, body: object): Promise<Document[]> {
  const response = await invoke(simulator, { modelId, body, stream: true });
  expect(response.headers.get("content-type")).toBe("application/vnd.amazon.eventstream");
  expect(response.headers.get("x-amzn-bedrock-content-type")).toBe("application/json");
  const frames = decodeFrames(new Uint8Array(await response.arrayBuffer()));
  return frames.map(({ document }) => JSON.parse(document));
}

describe.each(Object.entries(families))("%s", (modelId, family) => {
  const question = "Which moon of Jupiter is the largest?";

  it("answers the prompt, the same whole as streamed", async () => {
    const body = family.body(question, 2000);
    const response = await invoke(simulator, { modelId, body });
    expect(response.status).toBe(200);
    const answer = await response.json();
    const text = family.whole(answer);
    expect(text).toContain(`“${question}”`);
    expect(text.split(/[.!?]\s/).length).toBeGreaterThan(3);
    expect(family.reason(answer)).toBe(family.done);

    const documents = await streamed(modelId, body);
    expect(documents.map(family.text).join("")).toBe(text);
    const ends = documents.map(family.end).filter((end) => end !== null && end !== undefined);
    expect(ends).toEqual([family.done]);

    const metrics = documents.at(-1)["amazon-bedrock-invocationMetrics"];
    expect(metrics).toMatchObject({
      inputTokenCount: Number(response.headers.get("x-amzn-bedrock-input-token-count")),
      outputTokenCount: Number(response.headers.get("x-amzn-bedrock-output-token-count")),
      invocationLatency: expect.any(Number),
      firstByteLatency: expect.any(Number),
    });
    expect(metrics.outputTokenCount).toBeGreaterThan(20);
    expect(
      documents.filter((document) => "amazon-bedrock-invocationMetrics" in document),
    ).toHaveLength(1);
  });

  it("keeps to the number of tokens", async () => {
    const body = family.body(question, 7);
    const response = await invoke(simulator, { modelId, body });
    expect(response.headers.get("x-amzn-bedrock-output-token-count")).toBe("7");
    const answer = await response.json();
    expect(family.reason(answer)).toBe(family.cut);
    const documents = await streamed(modelId, body);
    expect(documents.map(family.text).join("")).toBe(family.whole(answer));
    expect(documents.map(family.end).findLast((end) => end)).toBe(family.cut);
  });

  it("says the same to the same, and other things to others", async () => {
    const text = async (question: string) => {
      const response = await invoke(simulator, { modelId, body: family.body(question, 500) });
      return family.whole(await response.json());
    };
    expect(await text(question)).toBe(await text(question));
    expect(await text(question)).not.toBe(await text("Which is the smallest?"));
  });

  it("refuses a body that is another family's", async () => {
    const { status, name } = await refusalOf(
      await invoke(simulator, { modelId, body: { hello: 1 } }),
    );
    expect({ status, name }).toEqual({ status: 400, name: "ValidationException" });
  });
});

describe("Claude", () => {
  const tools = [
    {
      name: "get_weather",
      input_schema: {
        type: "object",
        properties: {
          location: { type: "string" },
          unit: { enum: ["celsius", "fahrenheit"] },
          days: { type: "integer" },
          detailed: { type: "boolean" },
        },
        required: ["location", "unit", "days", "detailed"],
      },
    },
  ];
  const question = "How is the weather in San Francisco in the next 3 days?";

  it("calls a tool, its input in pieces of JSON", async () => {
    const modelId = "us.anthropic.claude-sonnet-4-20250514-v1:0";
    const body = prompt(question, { tools });
    const whole = await (await invoke(simulator, { modelId, body })).json();
    expect(whole.stop_reason).toBe("tool_use");
    const input = { location: "San Francisco", unit: "celsius", days: 3, detailed: true };
    expect(whole.content[1]).toMatchObject({ type: "tool_use", name: "get_weather", input });

    const documents = await streamed(modelId, body);
    const pieces = documents.filter(({ delta }) => delta?.type === "input_json_delta");
    expect(pieces.length).toBeGreaterThan(2);
    expect(JSON.parse(pieces.map(({ delta }) => delta.partial_json).join(""))).toEqual(input);
  });

  it("answers once it has a tool's result, or when told to call none", async () => {
    const result = prompt("", {
      tools,
      messages: [
        { role: "user", content: question },
        {
          role: "assistant",
          content: [{ type: "tool_use", id: "1", name: "get_weather", input: {} }],
        },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "1", content: "sunny" }] },
      ],
    });
    for (const body of [result, prompt(question, { tools, tool_choice: { type: "none" } })]) {
      expect((await (await invoke(simulator, { body })).json()).stop_reason).toBe("end_turn");
    }
  });

  it("thinks before it answers, when it is let", async () => {
    const thinking = { type: "enabled", budget_tokens: 1024 };
    const body = prompt(question, { max_tokens: 2000, thinking });
    const documents = await streamed("us.anthropic.claude-3-7-sonnet-20250219-v1:0", body);
    const blocks = documents.filter(({ type }) => type === "content_block_start");
    expect(blocks.map(({ content_block }) => content_block)).toEqual([
      { type: "thinking", thinking: "", signature: "" },
      { type: "text", text: "" },
    ]);
    const kinds = documents.map(({ delta }) => delta?.type).filter((kind) => kind);
    expect([...new Set(kinds)]).toEqual(["thinking_delta", "signature_delta", "text_delta"]);
  });

  it("stops at a stop sequence", async () => {
    const body = prompt("hello", { stop_sequences: ["nowhere to be found", "hello"] });
    const answer = await (await invoke(simulator, { body })).json();
    const full = await (await invoke(simulator, { body: prompt("hello") })).json();
    expect(answer).toMatchObject({ stop_reason: "stop_sequence", stop_sequence: "hello" });
    expect(answer.content[0].text).toBe(full.content[0].text.split("hello")[0]);
  });
});

describe("the simulated models", () => {
  it("Nova calls a tool in the stream as in the whole", async () => {
    const body = {
      messages: [{ role: "user", content: [{ text: "The weather in Oslo?" }] }],
      toolConfig: {
        tools: [
          {
            toolSpec: {
              name: "get_weather",
              inputSchema: { json: { type: "object", properties: { city: { type: "string" } } } },
            },
          },
        ],
      },
    };
    const modelId = "amazon.nova-pro-v1:0";
    const whole = await (await invoke(simulator, { modelId, body })).json();
    expect(whole.stopReason).toBe("tool_use");
    const { input } = whole.output.message.content[1].toolUse;
    expect(input).toEqual({ city: "Oslo" });
    const documents = await streamed(modelId, body);
    const pieces = documents.map(
      (document) => document.contentBlockDelta?.delta.toolUse?.input ?? "",
    );
    expect(JSON.parse(pieces.join(""))).toEqual(input);
  });

  it("an OpenAI-shaped model calls a tool", async () => {
    const parameters = { type: "object", properties: { city: { type: "string" } } };
    const body = {
      messages: [{ role: "user", content: "The weather in Oslo?" }],
      tools: [{ type: "function", function: { name: "get_weather", parameters } }],
    };
    const documents = await streamed("openai.gpt-oss-120b-1:0", body);
    const calls = documents.flatMap(({ choices }) => choices?.[0].delta.tool_calls ?? []);
    expect(calls[0]).toMatchObject({ type: "function", function: { name: "get_weather" } });
    const input = calls.map((call) => call.function.arguments).join("");
    expect(JSON.parse(input)).toEqual({ city: "Oslo" });
    expect(documents.at(-2).choices[0].finish_reason).toBe("tool_calls");
  });

  it("Cohere Command returns several generations", async () => {
    const body = { prompt: "Say hi", num_generations: 3, max_tokens: 5 };
    const modelId = "cohere.command-light-text-v14";
    const { generations } = await (await invoke(simulator, { modelId, body })).json();
    expect(new Set(generations.map(({ text }: { text: string }) => text)).size).toBeGreaterThan(1);
    const documents = await streamed(modelId, body);
    expect(documents.slice(0, -1).map(({ index }) => index)).toEqual(
      [0, 1, 2].flatMap((index) => Array.from({ length: 5 }, () => index)),
    );
  });

  it("an embedding cannot be streamed", async () => {
    const options = { modelId: "amazon.titan-embed-text-v2:0", body: { inputText: "Hello" } };
    const response = await invoke(simulator, options);
    expect((await response.json()).embedding).toHaveLength(1024);
    expect(response.headers.has("x-amzn-bedrock-output-token-count")).toBe(false);
    expect(await refusalOf(await invoke(simulator, { ...options, stream: true }))).toEqual({
      status: 400,
      name: "ValidationException",
      message: "The model is unsupported for streaming.",
    });
  });

  it("a model for measuring returns as many bytes as it is asked for", async () => {
    const documents = await streamed("simulator.bytes-v1:0", { chunks: 12, chunkBytes: 1000 });
    const parts = documents.slice(0, -1);
    expect(parts.map(({ part }) => part)).toEqual([...Array(12).keys()]);
    for (const part of parts) expect(JSON.stringify(part)).toHaveLength(1000);
    expect(documents.at(-1).done).toBe(true);
  });

  it.for(["a list", "some code", "a table"])("%s, where one is asked for", async (what) => {
    const body = prompt(`Give me ${what}, please`);
    const { content } = await (await invoke(simulator, { body })).json();
    expect(content[0].text).toMatch(/^- |^```|^\| /m);
  });

  it("an answer as long as was asked for", async () => {
    const body = prompt("Tell me all about frames in 1000 words", { max_tokens: 100_000 });
    const { content } = await (await invoke(simulator, { body })).json();
    expect(content[0].text.split(/\s+/)).toHaveLength(1000);
  });
});
