import { type Random, randomId } from "../../random.ts";
import type { ConverseTraits } from "../models/model.ts";
import type { Reply, ToolCall } from "../reply/reply.ts";
import { citedText, type Source } from "../reply/source.ts";
import { tokenize } from "../reply/tokens.ts";
import { searchBlocks, searchStarts, WEB_CITATION } from "./web-search.ts";

/** An event of ConverseStream: its type, its member, and how many tokens it stands for. */
export interface ConverseEvent {
  readonly type: string;
  readonly member: object;
  readonly tokens: number;
}

/** What Converse reports beside the message. */
export interface ConverseExtras {
  /** Members that both the whole answer and the stream's `metadata` have, such as `trace`. */
  readonly reported: object;
  /** What `additionalModelResponseFieldPaths` asked for; empty if nothing. */
  readonly additional: object;
  readonly usage: object;
}

type Block =
  | { readonly kind: "reasoning"; readonly text: string; readonly signature: string | undefined }
  | { readonly kind: "search"; readonly query: string; readonly id: string }
  | { readonly kind: "web" }
  | { readonly kind: "text"; readonly text: string; readonly citations: readonly Source[] }
  | { readonly kind: "tool"; readonly call: Required<ToolCall> };

/** The one place that knows the form of Converse's answers: a reply, whole. */
export function converseAnswer(
  reply: Reply,
  traits: ConverseTraits,
  random: Random,
  latencyMs: number,
  { reported, additional, usage }: ConverseExtras,
): object {
  const blocks = blocksOf(reply, traits, random);
  if (traits.textFirst)
    blocks.sort((a, b) => Number(a.kind === "reasoning") - Number(b.kind === "reasoning"));
  const content = blocks.flatMap((block) => contentOf(block, traits));
  return inOrder({
    ...additional,
    metrics: { latencyMs },
    output: { message: { content, role: "assistant" } },
    stopReason: reply.stopReason,
    usage,
    ...reported,
  });
}

/** The service writes members in the order of their names. */
const inOrder = (members: object): object =>
  Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A reply as ConverseStream's events; `latencyMs` is asked at the end. */
export function* converseEvents(
  reply: Reply,
  traits: ConverseTraits,
  random: Random,
  latencyMs: () => number,
  { reported, additional, usage }: ConverseExtras,
): Iterable<ConverseEvent> {
  yield { type: "messageStart", member: { role: "assistant" }, tokens: 0 };
  let contentBlockIndex = 0;
  for (const block of blocksOf(reply, traits, random)) {
    if (block.kind === "search") {
      for (const [start, delta] of searchStarts(block.query, block.id)) {
        yield { type: "contentBlockStart", member: { contentBlockIndex, start }, tokens: 0 };
        yield { type: "contentBlockDelta", member: { contentBlockIndex, delta }, tokens: 1 };
        yield { type: "contentBlockStop", member: { contentBlockIndex }, tokens: 0 };
        contentBlockIndex++;
      }
      continue;
    }
    if (block.kind === "tool") {
      const { name, id: toolUseId } = block.call;
      const member = { contentBlockIndex, start: { toolUse: { name, toolUseId } } };
      yield { type: "contentBlockStart", member, tokens: 0 };
    }
    for (const delta of deltasOf(block, traits)) {
      yield { type: "contentBlockDelta", member: { contentBlockIndex, delta }, tokens: 1 };
    }
    yield { type: "contentBlockStop", member: { contentBlockIndex }, tokens: 0 };
    contentBlockIndex++;
  }
  const { stopReason } = reply;
  yield { type: "messageStop", member: { ...additional, stopReason }, tokens: 0 };
  yield {
    type: "metadata",
    member: inOrder({ metrics: { latencyMs: latencyMs() }, ...reported, usage }),
    tokens: 0,
  };
}

function blocksOf(
  { reasoning, text, toolCalls, citations, webSearch }: Reply,
  traits: ConverseTraits,
  random: Random,
): Block[] {
  const blocks: Block[] = [];
  if (reasoning !== undefined) {
    blocks.push({ kind: "reasoning", text: reasoning, signature: traits.sign?.(reasoning) });
  }
  if (webSearch !== undefined) {
    blocks.push({ kind: "search", query: webSearch, id: randomId(random, "tooluse_") });
  }
  if (text !== "" || toolCalls.length === 0) blocks.push({ kind: "text", text, citations });
  if (webSearch !== undefined) blocks.push({ kind: "web" });
  for (const { id = randomId(random, "tooluse_"), name, input } of toolCalls) {
    blocks.push({ kind: "tool", call: { id, name, input } });
  }
  return blocks;
}

function contentOf(block: Block, { typesToolUse }: ConverseTraits): object | readonly object[] {
  if (block.kind === "search") return searchBlocks(block.query, block.id);
  if (block.kind === "web") return { citationsContent: { citations: [WEB_CITATION] } };
  if (block.kind === "reasoning") {
    const { text, signature } = block;
    return { reasoningContent: { reasoningText: { ...(signature && { signature }), text } } };
  }
  if (block.kind === "tool") {
    const { id: toolUseId, name, input } = block.call;
    return { toolUse: { input, name, toolUseId, ...(typesToolUse && { type: "tool_use" }) } };
  }
  const { text, citations } = block;
  if (citations.length === 0) return { text };
  return { citationsContent: { citations: citations.map(citation), content: [{ text }] } };
}

function* deltasOf(
  block: Exclude<Block, { kind: "search" }>,
  { streamsInput }: ConverseTraits,
): Iterable<object> {
  if (block.kind === "web") {
    yield { citation: WEB_CITATION };
  } else if (block.kind === "reasoning") {
    for (const text of tokenize(block.text)) yield { reasoningContent: { text } };
    const { signature } = block;
    if (signature !== undefined) yield { reasoningContent: { signature } };
  } else if (block.kind === "tool") {
    const json = JSON.stringify(block.call.input);
    for (const input of streamsInput ? ["", ...(json.match(/[\s\S]{1,9}/gu) ?? [])] : [json]) {
      yield { toolUse: { input } };
    }
  } else {
    for (const source of block.citations) yield { citation: citation(source) };
    for (const text of tokenize(block.text)) yield { text };
  }
}

function citation(cited: Source): object {
  const { title, source } = cited;
  const text = citedText(cited);
  return {
    location: locationOf(cited, text.length),
    ...(source !== undefined && { source }),
    sourceContent: [{ text }],
    title,
  };
}

function locationOf({ source, index, blocks }: Source, length: number): object {
  if (source !== undefined)
    return { searchResultLocation: { end: 1, searchResultIndex: index, start: 0 } };
  return blocks
    ? { documentChunk: { documentIndex: index, end: 1, start: 0 } }
    : { documentChar: { documentIndex: index, end: length, start: 0 } };
}

/** The members of a model's own answer that JSON pointers name. */
export function membersAt(answer: object, pointers: readonly string[]): object {
  const found: Record<string, unknown> = {};
  for (const pointer of pointers) {
    const names = pointer
      .split("/")
      .slice(1)
      .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = names.at(-1);
    if (last === undefined) continue;
    const value = names.reduce<unknown>(memberOf, answer);
    if (value !== undefined) found[last] = value;
  }
  return found;
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
