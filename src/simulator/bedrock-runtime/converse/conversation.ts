import {
  arrayAt,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  stringAt,
  stringsAt,
} from "../../json.ts";
import { validationException } from "../../service-error.ts";
import {
  conversationParts,
  hasToolResult,
  readToolChoice,
  toolSpecs,
} from "../models/chat/nova.ts";
import type { ConverseTraits } from "../models/model.ts";
import { type Asked, asked } from "../reply/asked.ts";
import type { Source } from "../reply/source.ts";
import { countTokens } from "../reply/tokens.ts";
import { checkConversation } from "./check-conversation.ts";
import { searchesWeb } from "./web-search.ts";

const DEFAULT_MAX_TOKENS = 10_000;

/** Characters of base64 that count as a token, and how many each image or document begins with. */
const CHARACTERS_PER_TOKEN = 1000;
const TOKENS_PER_BLOB = 85;

/**
 * What a conversation asks. CountTokens counts by it, too, so that nothing which only Converse's
 * input has, such as `outputConfig`, changes the number of input tokens.
 *
 * @throws ServiceError for a conversation that the service refuses.
 */
export function readConversation(
  input: JsonObject,
  modelId: string,
  traits: ConverseTraits,
): Asked {
  const messages = arrayAt(input, "messages").filter(isObject);
  const last = messages.at(-1);
  checkConversation(input, traits);
  const config = objectAt(input, "inferenceConfig");
  const toolConfig = objectAt(input, "toolConfig");
  const found = newFindings();
  for (const block of arrayAt(input, "system")) readBlock(block, found);
  const systemText = found.text.length;
  const questions = messages.map((message) => {
    const from = found.text.length;
    for (const block of arrayAt(message, "content")) readBlock(block, found);
    const said = arrayAt(message, "content").map((block) => (isObject(block) ? saidIn(block) : ""));
    return {
      said: message.role === "user" ? said.filter((part) => part !== "").join("\n") : "",
      text: found.text.slice(from),
    };
  });
  const fields = objectAt(input, "additionalModelRequestFields");
  return asked({
    text: found.text.join("\n"),
    guarded: (found.guarded.length > 0 ? found.guarded : found.text.slice(systemText)).join("\n"),
    otherTokens: found.otherTokens,
    question: questions.findLast(({ said }) => said.trim() !== "")?.said ?? "",
    maxTokens: typeof config.maxTokens === "number" ? config.maxTokens : DEFAULT_MAX_TOKENS,
    stopSequences: stringsAt(config, "stopSequences"),
    tools: toolSpecs(toolConfig),
    toolChoice: readToolChoice(objectAt(toolConfig, "toolChoice")),
    hasToolResult: last !== undefined && hasToolResult(last),
    reasons: traits.reasons?.(fields, modelId) ?? false,
    schema: readSchema(input),
    searchesWeb: traits.searchesWeb === true && searchesWeb(input),
    sources: found.sources,
    parts: conversationParts(input),
  });
}

/** Whether the request has a point up to which its prompt is cached. */
export const hasCachePoint = (input: JsonObject): boolean =>
  [
    ...arrayAt(input, "system"),
    ...arrayAt(objectAt(input, "toolConfig"), "tools"),
    ...arrayAt(input, "messages").flatMap((message) =>
      isObject(message) ? arrayAt(message, "content") : [],
    ),
  ].some((block) => isObject(block) && isObject(block.cachePoint));

function readSchema(input: JsonObject): JsonObject | undefined {
  const { structure } = objectAt(objectAt(input, "outputConfig"), "textFormat");
  if (!isObject(structure)) return undefined;
  const text = stringAt(objectAt(structure, "jsonSchema"), "schema");
  let schema: Json = null;
  try {
    schema = JSON.parse(text);
  } catch {}
  if (isObject(schema)) return schema;
  throw validationException(
    "The schema in outputConfig.textFormat.structure.jsonSchema is not a valid JSON Schema.",
  );
}

interface Findings {
  readonly text: string[];
  /** The text of blocks that are marked for the guardrail. */
  readonly guarded: string[];
  readonly sources: Source[];
  otherTokens: number;
  documents: number;
  searchResults: number;
}

const newFindings = (): Findings => ({
  text: [],
  guarded: [],
  sources: [],
  otherTokens: 0,
  documents: 0,
  searchResults: 0,
});

/** The user's own words: neither documents nor the results of tools. */
const saidIn = (block: JsonObject): string =>
  stringAt(block, "text") || stringAt(objectAt(objectAt(block, "guardContent"), "text"), "text");

function readBlock(block: Json, found: Findings): void {
  if (!isObject(block)) return;
  if (typeof block.text === "string") found.text.push(block.text);
  for (const name of ["image", "video", "audio"]) {
    if (isObject(block[name])) readBlob(objectAt(objectAt(block, name), "source"), found);
  }
  if (isObject(block.document)) readDocument(block.document, found);
  if (isObject(block.searchResult)) readSearchResult(block.searchResult, found);
  if (isObject(block.toolUse)) found.text.push(JSON.stringify(block.toolUse.input ?? {}));
  if (isObject(block.toolResult)) {
    for (const result of arrayAt(block.toolResult, "content")) {
      readBlock(result, found);
      if (isObject(result) && result.json !== undefined) {
        found.text.push(JSON.stringify(result.json));
      }
    }
  }
  if (isObject(block.guardContent)) {
    const text = stringAt(objectAt(block.guardContent, "text"), "text");
    found.text.push(text);
    found.guarded.push(text);
    if (isObject(block.guardContent.image)) {
      readBlob(objectAt(objectAt(block.guardContent, "image"), "source"), found);
    }
  }
  const reasoning = objectAt(objectAt(block, "reasoningContent"), "reasoningText");
  if (typeof reasoning.text === "string") found.text.push(reasoning.text);
  for (const part of arrayAt(objectAt(block, "citationsContent"), "content")) {
    if (isObject(part)) found.text.push(stringAt(part, "text"));
  }
}

function readBlob(source: JsonObject, found: Findings): void {
  const { length } = stringAt(source, "bytes");
  found.otherTokens += TOKENS_PER_BLOB + Math.ceil(length / CHARACTERS_PER_TOKEN);
}

const TEXT_FORMATS: ReadonlySet<string> = /* @__PURE__ */ new Set(["txt", "md", "csv", "html"]);

function readDocument(document: JsonObject, found: Findings): void {
  const index = found.documents++;
  const source = objectAt(document, "source");
  const text = documentText(stringAt(document, "format"), source);
  if (text === undefined) {
    readBlob(source, found);
  } else {
    found.otherTokens += countTokens(text);
    if (objectAt(document, "citations").enabled === true) {
      const blocks = Array.isArray(source.content) ? textsIn(source) : undefined;
      found.sources.push({ title: stringAt(document, "name"), text, index, blocks });
    }
  }
}

/** Undefined for a document that is not text. */
function documentText(format: string, source: JsonObject): string | undefined {
  if (typeof source.text === "string") return source.text;
  if (Array.isArray(source.content)) return textsIn(source).join("\n");
  if (!TEXT_FORMATS.has(format) || typeof source.bytes !== "string") return undefined;
  try {
    const binary = atob(source.bytes);
    return new TextDecoder().decode(Uint8Array.from(binary, (byte) => byte.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

const textsIn = (parent: JsonObject): string[] =>
  arrayAt(parent, "content").map((part) => (isObject(part) ? stringAt(part, "text") : ""));

function readSearchResult(result: JsonObject, found: Findings): void {
  const index = found.searchResults++;
  const blocks = textsIn(result);
  const text = blocks.join("\n");
  found.text.push(text);
  if (objectAt(result, "citations").enabled === true) {
    const title = stringAt(result, "title");
    const source = stringAt(result, "source");
    found.sources.push({ title, source, text, index, blocks });
  }
}
