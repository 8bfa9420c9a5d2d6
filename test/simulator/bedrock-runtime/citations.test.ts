import Anthropic from "@anthropic-ai/sdk";
import { anthropicFetch, BedrockRuntime, converse, countTokens, signedFetch } from "bedrock-fetch";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { collect } from "bedrock-fetch/text";
import { describe, expect, it } from "vitest";

const model = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const bedrock = new BedrockRuntime({
  region: "us-east-1",
  credentials: simulatorCredentials,
  fetch: createSimulator(),
});
const options = { apiKey: "unused", maxRetries: 0 };
const anthropic = new Anthropic({ ...options, fetch: anthropicFetch(bedrock) });
const surface = new Anthropic({
  ...options,
  baseURL: `${bedrock.endpoint}/anthropic`,
  fetch: signedFetch(bedrock),
});

const citations = { enabled: true };
const plain = {
  type: "document" as const,
  source: {
    type: "text" as const,
    media_type: "text/plain" as const,
    data: "Ruby was made by Matz. It is red.",
  },
  title: "Facts",
  citations,
};
const inBlocks = {
  type: "document" as const,
  source: {
    type: "content" as const,
    content: [
      { type: "text" as const, text: "One. Two." },
      { type: "text" as const, text: "Three." },
    ],
  },
  citations,
};
const result = {
  type: "search_result" as const,
  source: "https://example.com/ruby",
  title: "Ruby",
  content: [{ type: "text" as const, text: "Matz made it. In 1993." }],
  citations,
};
const question = { type: "text" as const, text: "Who made Ruby?" };

const asking = (...content: Anthropic.ContentBlockParam[]) => ({
  model,
  max_tokens: 500,
  messages: [{ role: "user" as const, content: [...content, question] }],
});

const cited = async (...content: Anthropic.ContentBlockParam[]) => {
  const { content: blocks } = await anthropic.messages.create(asking(...content));
  const [block] = blocks;
  return block?.type === "text" ? block.citations : undefined;
};

describe("Claude cites", () => {
  it("a document's characters", async () => {
    expect(await cited(plain)).toEqual([
      {
        type: "char_location",
        cited_text: "Ruby was made by Matz. ",
        document_index: 0,
        document_title: "Facts",
        start_char_index: 0,
        end_char_index: 23,
      },
    ]);
  });

  it("a block of a document in blocks, and counts the documents before it", async () => {
    const { citations: _, ...uncited } = plain;
    expect(await cited(uncited, inBlocks)).toEqual([
      {
        type: "content_block_location",
        cited_text: "One. Two.",
        document_index: 1,
        document_title: null,
        start_block_index: 0,
        end_block_index: 1,
      },
    ]);
  });

  it("a search result that a tool brought", async () => {
    const tool = { name: "search", input_schema: { type: "object" as const } };
    const { content } = await anthropic.messages.create({
      ...asking(),
      tools: [tool],
      messages: [
        { role: "user", content: [question] },
        { role: "assistant", content: [{ type: "tool_use", id: "t1", name: "search", input: {} }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "t1", content: [result] }] },
      ],
    });
    expect(content).toMatchObject([
      {
        type: "text",
        citations: [
          {
            type: "search_result_location",
            cited_text: "Matz made it. In 1993.",
            search_result_index: 0,
            source: "https://example.com/ruby",
            title: "Ruby",
            start_block_index: 0,
            end_block_index: 1,
          },
        ],
      },
    ]);
  });

  it("nothing where citations are not enabled, nor a PDF, whose text is not read", async () => {
    const pdf = {
      type: "document" as const,
      source: {
        type: "base64" as const,
        media_type: "application/pdf" as const,
        data: "JVBERi0xLjQK",
      },
      citations,
    };
    expect(await cited({ ...plain, citations: { enabled: false } })).toBeUndefined();
    expect(await cited(pdf)).toBeUndefined();
  });

  it.each([
    ["over InvokeModel", anthropic],
    ["at /anthropic/v1", surface],
  ])("in a stream what it cites whole, %s", async (_, client) => {
    const whole = await client.messages.create(asking(plain, result));
    const types: string[] = [];
    const stream = client.messages.stream(asking(plain, result));
    stream.on("streamEvent", (event) => {
      if (event.type === "content_block_delta") types.push(event.delta.type);
    });
    expect((await stream.finalMessage()).content).toEqual(whole.content);
    expect(types.slice(0, 3)).toEqual(["citations_delta", "citations_delta", "text_delta"]);
  });

  it("what this package's reader collects as the turn to append", async () => {
    const { model: modelId, ...rest } = asking(plain);
    const body = { anthropic_version: "bedrock-2023-05-31", ...rest };
    const { body: stream } = await bedrock.invokeModelWithResponseStream({ modelId, body });
    const { message } = await collect(stream);
    const { content } = await anthropic.messages.create(asking(plain));
    expect(message).toEqual({ role: "assistant", content });
  });

  it("documents whose text counts as input, cited or not", async () => {
    const tokensOf = async (...content: Anthropic.ContentBlockParam[]) => {
      const { model: _, ...body } = asking(...content);
      const json = JSON.stringify({ anthropic_version: "bedrock-2023-05-31", ...body });
      const { inputTokens } = await bedrock.call(countTokens, {
        modelId: "anthropic.claude-haiku-4-5-20251001-v1:0",
        input: { invokeModel: { body: new TextEncoder().encode(json) } },
      });
      return inputTokens;
    };
    const bare = await tokensOf();
    expect(await tokensOf(plain)).toBeGreaterThan(bare + 7);
    expect(await tokensOf({ ...plain, citations: null })).toBe(await tokensOf(plain));
  });
});

describe("Converse cites", () => {
  it("a chunk of a document in chunks", async () => {
    const document = {
      format: "txt" as const,
      name: "facts",
      source: { content: [{ text: "One. Two." }, { text: "Three." }] },
      citations,
    };
    const { output } = await bedrock.call(converse, {
      modelId: model,
      messages: [{ role: "user", content: [{ document }, { text: "What is it?" }] }],
    });
    expect(output?.message?.content).toMatchObject([
      {
        citationsContent: {
          citations: [
            {
              location: { documentChunk: { documentIndex: 0, start: 0, end: 1 } },
              sourceContent: [{ text: "One. Two." }],
            },
          ],
        },
      },
    ]);
  });
});
