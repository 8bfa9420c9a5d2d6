import { readdirSync } from "node:fs";
import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { decodeFrames } from "../../helpers/eventstream/decode-frames.ts";
import { haveShared, sharedJson, sharedPath } from "../../helpers/shared.ts";
import { apiKey, call, invoke, prompt, refusalOf } from "../invoke.ts";

const simulator = createSimulator({ apiKeys: [apiKey] });

// What an answer holds is looked at by what its family says: its types are the test.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Answer = any;

const refusal = (message: string) => ({ status: 400, name: "ValidationException", message });

describe("Claude's Messages, as the model checks them", () => {
  const modelId = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
  const tools = [{ name: "look", input_schema: { type: "object" } }];
  const user = (content: unknown) => ({ role: "user", content });
  const assistant = (content: unknown) => ({ role: "assistant", content });
  const use = (id: string) => ({ type: "tool_use", id, name: "look", input: {} });
  const result = (id: string) => ({ type: "tool_result", tool_use_id: id, content: "clear" });
  const text = (text: string) => ({ type: "text", text });
  const thinking = { type: "enabled", budget_tokens: 1024 };
  const send = (more: object) =>
    invoke(simulator, { modelId, body: prompt("Hi", { tools, ...more }) });

  const consult =
    "Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking";

  it.for<[what: string, more: object, message: string]>([
    ["an unknown member", { stream: true }, "stream: Extra inputs are not permitted"],
    ["no message", { messages: [] }, "messages: at least one message is required"],
    [
      "an empty user turn",
      { messages: [user("")] },
      "messages.0: user messages must have non-empty content",
    ],
    [
      "an empty assistant turn",
      { messages: [user("Hi"), assistant([]), user("Well?")] },
      "messages.1: all messages must have non-empty content except for the optional final assistant message",
    ],
    [
      "an empty text",
      { messages: [user([text("Hi"), text("")])] },
      "messages: text content blocks must be non-empty",
    ],
    [
      "a beginning of the answer that ends in a blank",
      { messages: [user("Hi"), assistant("Well, ")] },
      "messages: final assistant content cannot end with trailing whitespace",
    ],
    [
      "a tool_use without its result",
      {
        messages: [user("Hi"), assistant([use("a"), use("b")]), user([result("a"), text("Well?")])],
      },
      "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: b. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
    ],
    [
      "a tool_result of another id",
      { messages: [user("Hi"), assistant([use("a")]), user([result("a"), result("z")])] },
      "messages.2.content.1: unexpected `tool_use_id` found in `tool_result` blocks: z. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.",
    ],
    [
      "a tool choice that names no tool",
      { tool_choice: { type: "tool", name: "listen" } },
      "Tool 'listen' not found in provided tools",
    ],
    [
      "a tool choice without tools",
      { tools: undefined, tool_choice: { type: "any" } },
      "tool_choice.any may only be specified while providing tools",
    ],
    [
      "a budget that is too small",
      { thinking: { type: "enabled", budget_tokens: 1000 }, max_tokens: 2000 },
      "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
    ],
    [
      "a budget over max_tokens",
      { thinking, max_tokens: 1024 },
      `\`max_tokens\` must be greater than \`thinking.budget_tokens\`. ${consult}#max-tokens-and-context-window-size`,
    ],
    [
      "thinking while a tool must be called",
      { thinking, max_tokens: 2000, tool_choice: { type: "any" } },
      "Thinking may not be enabled when tool_choice forces tool use.",
    ],
    [
      "thinking that was left out",
      {
        thinking,
        max_tokens: 2000,
        messages: [user("Hi"), assistant([use("a")]), user([result("a")])],
      },
      `messages.1.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`tool_use\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks). We recommend you include thinking blocks from previous turns. To avoid this requirement, disable \`thinking\`. ${consult}`,
    ],
  ])("%s is refused", async ([, more, message]) => {
    expect(await refusalOf(await send(more))).toEqual(refusal(message));
  });

  it.for<[what: string, more: object]>([
    ["turns of one role after another", { messages: [user("Hi"), user("there"), assistant("So")] }],
    ["a member of a beta", { anthropic_beta: ["something-2026-11-01"], something: true }],
    ["an empty last assistant turn", { messages: [user("Hi"), assistant("")] }],
    [
      "a budget over max_tokens, where thinking is interleaved",
      {
        thinking: { type: "enabled", budget_tokens: 4000 },
        anthropic_beta: ["interleaved-thinking-2025-05-14"],
      },
    ],
    [
      "thinking that was left out of a turn without tools",
      {
        thinking,
        max_tokens: 2000,
        messages: [user("Hi"), assistant("Hello"), user("Well?")],
      },
    ],
  ])("%s pass", async ([, more]) => {
    expect((await send(more)).status).toBe(200);
  });

  it("takes its own thinking back, with its signature and with no other", async () => {
    const more = { thinking, max_tokens: 2000 };
    const { content }: Answer = await (await send(more)).json();
    expect(content.map(({ type }: Answer) => type)).toEqual(["thinking", "text", "tool_use"]);
    const [thought, ...rest] = content;
    const next = (first: object) =>
      send({
        ...more,
        messages: [user("Hi"), assistant([first, ...rest]), user([result(rest[1].id)])],
      });
    expect((await next(thought)).status).toBe(200);

    const { signature, ...unsigned } = thought;
    const invalid = refusal("messages.1.content.0: Invalid `signature` in `thinking` block");
    expect(
      await refusalOf(await next({ ...thought, signature: `${signature.slice(0, -1)}!` })),
    ).toEqual(invalid);
    expect(await refusalOf(await next({ ...thought, thinking: "I thought otherwise." }))).toEqual(
      invalid,
    );
    expect(await refusalOf(await next({ ...thought, signature: "made up" }))).toEqual(invalid);
    expect(await refusalOf(await next(unsigned))).toEqual(
      refusal("messages.1.content.0.thinking.signature: Field required"),
    );
  });

  it("streams the signature that it takes back", async () => {
    const body = prompt("Hi", { thinking, max_tokens: 2000 });
    const response = await invoke(simulator, { modelId, body, stream: true });
    const deltas = decodeFrames(new Uint8Array(await response.arrayBuffer())).map(
      ({ document }) => JSON.parse(document).delta ?? {},
    );
    const thought = {
      type: "thinking",
      thinking: deltas.map(({ thinking = "" }) => thinking).join(""),
      signature: deltas.find(({ type }) => type === "signature_delta").signature,
    };
    const messages = [user("Hi"), assistant([thought, use("a")]), user([result("a")])];
    expect((await send({ thinking, max_tokens: 2000, messages })).status).toBe(200);
  });
});

describe("conversations, as Converse checks them", () => {
  const claude = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
  const nova = "us.amazon.nova-2-lite-v1:0";
  const user = (...content: object[]) => ({ role: "user", content });
  const assistant = (...content: object[]) => ({ role: "assistant", content });
  const use = (toolUseId: string) => ({ toolUse: { toolUseId, name: "look", input: {} } });
  const result = (toolUseId: string, more = {}) => ({
    toolResult: { toolUseId, content: [{ text: "clear" }], ...more },
  });
  const toolConfig = { tools: [{ toolSpec: { name: "look", inputSchema: { json: {} } } }] };
  const hi = user({ text: "Hi" });
  const send = (modelId: string, input: object) =>
    call(simulator, `/model/${encodeURIComponent(modelId)}/converse`, { toolConfig, ...input });

  it.for<[what: string, input: object, message: string]>([
    [
      "that begin with the assistant",
      { messages: [assistant({ text: "Hi" })] },
      "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
    ],
    [
      "of an empty turn",
      { messages: [user()] },
      "The content field in the Message object at messages.0 is empty. Add a ContentBlock object to the content field and try again.",
    ],
    [
      "of a blank text",
      { messages: [hi, assistant({ text: "So" }, { text: " \n" }), hi] },
      "The text field in the ContentBlock object at messages.1.content.1 is blank. Add text to the text field, and try again.",
    ],
    [
      "with tools that are not offered",
      { toolConfig: undefined, messages: [hi, assistant(use("a")), user(result("a"))] },
      "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
    ],
    [
      "without a tool's result",
      { messages: [hi, assistant(use("a"), use("b")), user(result("a"))] },
      "Expected toolResult blocks at messages.2.content for the following Ids: b",
    ],
    [
      "with the result of another",
      { messages: [hi, assistant(use("a")), user(result("z"))] },
      "Expected toolResult blocks at messages.2.content for the following Ids: a",
    ],
    [
      "with a result too many",
      { messages: [hi, assistant(use("a")), user(result("a"), result("z"))] },
      "The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.",
    ],
    [
      "with an error of which nothing is said",
      { messages: [hi, assistant(use("a")), user(result("a", { status: "error", content: [] }))] },
      "The content field at messages.2.content.0.toolResult cannot be empty when status value is error.",
    ],
  ])("%s are refused", async ([, input, message]) => {
    for (const modelId of [claude, nova]) {
      expect(await refusalOf(await send(modelId, input))).toEqual(refusal(message));
    }
  });

  it("must alternate, but for Nova's", async () => {
    const input = { messages: [hi, hi] };
    expect(await refusalOf(await send(claude, input))).toEqual(
      refusal(
        "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.",
      ),
    );
    expect((await send(nova, input)).status).toBe(200);
  });

  it.for<[what: string, input: object, message: string]>([
    [
      "a member that it does not know",
      { additionalModelRequestFields: { reasoningConfig: {} } },
      "reasoningConfig: Extra inputs are not permitted",
    ],
    [
      "a tool choice that names no tool",
      { toolConfig: { ...toolConfig, toolChoice: { tool: { name: "listen" } } } },
      "Tool 'listen' not found in provided tools",
    ],
    [
      "a budget over maxTokens",
      {
        additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 2000 } },
        inferenceConfig: { maxTokens: 1500 },
      },
      "`max_tokens` must be greater than `thinking.budget_tokens`.",
    ],
    [
      "thinking of another signature",
      {
        messages: [
          hi,
          assistant({ reasoningContent: { reasoningText: { text: "Hm", signature: "EqQBCkYI" } } }),
          hi,
        ],
      },
      "messages.1.content.0: Invalid `signature` in `thinking` block",
    ],
  ])("are refused by Claude for %s", async ([, input, message]) => {
    const { message: said } = await refusalOf(await send(claude, { messages: [hi], ...input }));
    expect(said).toContain(`The model returned the following errors: ${message}`);
  });

  it("come back with their reasoning, whole or streamed", async () => {
    const input = {
      messages: [hi],
      additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 1024 } },
    };
    const answer: Answer = await (await send(claude, input)).json();
    const { message } = answer.output;
    const { toolUseId } = message.content.at(-1).toolUse;
    const messages = [hi, message, user(result(toolUseId))];
    expect((await send(claude, { ...input, messages })).status).toBe(200);
  });
});

interface Recording {
  readonly request: { readonly path: string; readonly body: string };
  readonly response: { readonly status: number; readonly bodyBase64: string };
}

const chats = (folder: string, pattern: RegExp): string[] =>
  haveShared
    ? readdirSync(sharedPath(folder))
        .filter((name) => /-200-/.test(name) && !/unknown/.test(name) && pattern.test(name))
        .map((name) => `${folder}/${name}`)
    : [];

describe.skipIf(!haveShared)("every recorded turn of an assistant, appended as it was sent", () => {
  const send = async (path: string, body: object) => {
    const response = await call(
      simulator,
      path.replace(/-with-response-stream$|-stream$/, ""),
      body,
    );
    expect(response.status, await response.clone().text()).toBe(200);
  };

  const converse = chats("recordings-converse", /./);
  it("has recordings to append", () => expect(converse.length).toBeGreaterThan(180));

  it.for(converse)("%s", async (name) => {
    const { request, response } = sharedJson<Recording>(name);
    const input = JSON.parse(request.body);
    await send(request.path, input);
    const bytes = Buffer.from(response.bodyBase64, "base64");
    const message = name.includes("/converse-stream")
      ? converseTurn(decodeFrames(bytes))
      : JSON.parse(bytes.toString()).output.message;
    const answered = message.content.flatMap((block: Answer) => block.toolResult?.toolUseId ?? []);
    const results = message.content
      .filter((block: Answer) => block.toolUse && !answered.includes(block.toolUse.toolUseId))
      .map(({ toolUse }: Answer) => ({
        toolResult: { toolUseId: toolUse.toolUseId, content: [{ text: "Done." }] },
      }));
    const next = { role: "user", content: results.length > 0 ? results : [{ text: "Go on." }] };
    await send(request.path, { ...input, messages: [...input.messages, message, next] });
  });

  /** Claude's older completions have no turns. */
  const hasTurns = (name: string): boolean =>
    JSON.parse(sharedJson<Recording>(name).request.body).messages !== undefined;

  it.for(
    [...chats("recordings", /claude/), ...chats("recordings-2026", /claude/)].filter(hasTurns),
  )("%s", async (name) => {
    const { request, response } = sharedJson<Recording>(name);
    const body = JSON.parse(request.body);
    await send(request.path, body);
    const bytes = Buffer.from(response.bodyBase64, "base64");
    const content = name.includes("/stream-")
      ? claudeTurn(decodeFrames(bytes).map(({ document }) => JSON.parse(document)))
      : JSON.parse(bytes.toString()).content;
    const results = content
      .filter(({ type }: Answer) => type === "tool_use")
      .map(({ id }: Answer) => ({ type: "tool_result", tool_use_id: id, content: "Done." }));
    const next = { role: "user", content: results.length > 0 ? results : "Go on." };
    await send(request.path, {
      ...body,
      messages: [...body.messages, { role: "assistant", content }, next],
    });
  });
});

function claudeTurn(documents: readonly Answer[]): Answer[] {
  const blocks: Answer[] = [];
  for (const { type, index, content_block: block, delta } of documents) {
    if (type === "content_block_start")
      blocks[index] = { ...block, ...(block.input && { json: "" }) };
    if (type !== "content_block_delta") continue;
    for (const [name, value] of Object.entries(delta)) {
      if (name === "partial_json") blocks[index].json += value;
      else if (name !== "type") blocks[index][name] = (blocks[index][name] ?? "") + value;
    }
  }
  return blocks.map(({ json, ...block }) =>
    json === undefined ? block : { ...block, input: JSON.parse(json || "{}") },
  );
}

function converseTurn(frames: readonly { payload: string }[]): Answer {
  const content: Answer[] = [];
  for (const { payload } of frames) {
    const { contentBlockIndex: index, start, delta } = JSON.parse(payload);
    if (start?.toolUse) content[index] = { toolUse: { ...start.toolUse, input: "" } };
    if (start?.toolResult) content[index] = { toolResult: { ...start.toolResult, content: [] } };
    if (delta?.toolResult) content[index].toolResult.content.push(...delta.toolResult);
    if (delta?.text !== undefined) {
      content[index] ??= { text: "" };
      const block = content[index];
      if (block.citationsContent) block.citationsContent.content[0].text += delta.text;
      else block.text += delta.text;
    }
    if (delta?.toolUse) content[index].toolUse.input += delta.toolUse.input;
    if (delta?.citation) {
      content[index] ??= { citationsContent: { content: [{ text: "" }], citations: [] } };
      content[index].citationsContent.citations.push(delta.citation);
    }
    if (delta?.reasoningContent) {
      content[index] ??= { reasoningContent: { reasoningText: { text: "" } } };
      const block = content[index];
      const { text = "", signature } = delta.reasoningContent;
      block.reasoningContent.reasoningText.text += text;
      if (signature) block.reasoningContent.reasoningText.signature = signature;
    }
  }
  for (const { toolUse } of content) if (toolUse) toolUse.input = JSON.parse(toolUse.input || "{}");
  return { role: "assistant", content };
}
