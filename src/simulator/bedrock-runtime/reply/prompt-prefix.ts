import { isObject, type Json, type JsonObject } from "../../json.ts";
import { countTokens } from "./tokens.ts";

/** How long the service keeps what it has cached of a prompt. */
export type CacheTtl = "5m" | "1h";

/** A part of a prompt: a tool, or a block of the system prompt or of a message. */
export interface PromptPart {
  readonly content: Json;
  /** Set where the prompt is to be cached up to the end of this part. */
  readonly ttl?: CacheTtl | undefined;
}

/** A prompt up to the end of one of its parts. */
export interface PromptPrefix {
  /** The same for the same parts. */
  readonly key: string;
  readonly tokens: number;
  /** Set where the prompt is to be cached up to here. */
  readonly ttl: CacheTtl | undefined;
}

/** The time that a `cache_control` or a `cachePoint` asks for; undefined where there is neither. */
export const ttlOf = (point: Json | undefined): CacheTtl | undefined =>
  isObject(point) ? (point.ttl === "1h" ? "1h" : "5m") : undefined;

/** The prefixes up to the last that is to be cached, of a prompt of `inputTokens` in all. */
export function prefixesOf(parts: readonly PromptPart[], inputTokens: number): PromptPrefix[] {
  const last = parts.findLastIndex(({ ttl }) => ttl !== undefined);
  let hash = START;
  let tokens = 0;
  return parts.slice(0, last + 1).map(({ content, ttl }, index) => {
    hash = hashOf(JSON.stringify(content), hash);
    tokens = Math.min(tokens + tokensIn(content), inputTokens);
    const isAll = index === parts.length - 1;
    return { key: hash.join(), tokens: isAll ? inputTokens : tokens, ttl };
  });
}

/** Members that are not text themselves but label it. */
const LABELS: ReadonlySet<string> = /* @__PURE__ */ new Set(["type", "role", "format", "status"]);

/** Base64 is an image or a document, whose length says little of its tokens. */
const isBlob = (text: string): boolean => text.length > 1000 && !/\s/.test(text.slice(0, 1000));
const TOKENS_OF_BLOB = 85;

function tokensIn(content: Json): number {
  if (typeof content === "string") return isBlob(content) ? TOKENS_OF_BLOB : countTokens(content);
  const values = isObject(content)
    ? Object.entries(content).filter(([name]) => !LABELS.has(name) && !/id$/i.test(name))
    : Object.entries(Array.isArray(content) ? content : []);
  return values.reduce((sum, [, value]) => sum + (value === undefined ? 0 : tokensIn(value)), 0);
}

type Hash = readonly [number, number];
const START: Hash = [0x811c9dc5, 0x1000193];

/** FNV-1a twice, from different seeds: prompts are too long to be keys themselves. */
function hashOf(text: string, [first, second]: Hash): Hash {
  let [one, other] = [first, second];
  for (let at = 0; at < text.length; at++) {
    one = Math.imul(one ^ text.charCodeAt(at), 0x1000193);
    other = Math.imul(other ^ text.charCodeAt(at), 0x85ebca6b);
  }
  return [one >>> 0, other >>> 0];
}

/** The parts of a list of tools or blocks, which Converse and Nova mark by a `cachePoint` after them. */
export function partsWithCachePoints(items: readonly Json[], role?: Json): PromptPart[] {
  const parts: PromptPart[] = [];
  for (const item of items) {
    const ttl = isObject(item) ? ttlOf(item.cachePoint) : undefined;
    const before = parts.at(-1);
    if (ttl === undefined) parts.push({ content: role === undefined ? item : { role, item } });
    else if (before) parts[parts.length - 1] = { ...before, ttl };
  }
  return parts;
}

/** The parts of a list of tools or blocks, which Claude marks by a `cache_control` within them. */
export const partsWithCacheControl = (items: readonly Json[], role?: Json): PromptPart[] =>
  items.map((item) => {
    if (!isObject(item)) return { content: item };
    const { cache_control, ...rest } = item;
    const content: JsonObject = role === undefined ? rest : { role, item: rest };
    return { content, ttl: ttlOf(cache_control) };
  });
