import type { Members } from "../shapes/members.ts";

/**
 * Why a turn cannot be appended to the messages of the next request: it was cut inside a tool call,
 * or inside thinking that has to carry its signature.
 */
export type MessageIssue = "TOOL_CALL_CUT" | "THINKING_UNSIGNED";

/** The assistant's turn in one family's form, as it grows. */
export interface Turn {
  /** Adds what a document says: all of it, or the message or delta of one choice. */
  add(said: Members): void;

  /** The turn so far as a message, or why it cannot be one. */
  finish(stopReason: string | undefined): object | MessageIssue;
}

/**
 * Stop reasons of a limit, a filter or a defect, which can end a turn inside a tool call. A guardrail's
 * is not one of them: one that only masks words has it too.
 */
const CUTS = /^(max_tokens|length|model_|malformed_|content_filter|refusal)/i;

export const endsByCut = (stopReason: string | undefined): boolean =>
  stopReason !== undefined && CUTS.test(stopReason);

/** The entries of a message's content, which can be one string or one block. */
export const contentIn = (content: unknown): unknown[] =>
  content === undefined || content === null ? [] : [content].flat();

/** JSON in pieces, parsed: `initial` if there were none, undefined if it is not JSON. */
export function parseInput(json: string, initial: unknown): unknown {
  if (json === "") return initial ?? {};
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/**
 * Adds the members of a delta: pieces of strings and lists are appended, objects are added member by
 * member, and all else replaces what was there. `null` says nothing. No family nests deeper than
 * `depth`; any JSON can, and deeper than the stack.
 */
export function addDelta(target: Record<string, unknown>, delta: Members, depth = 20): void {
  for (const [name, value] of Object.entries(delta)) {
    if (value === null || value === undefined || name === "__proto__") continue;
    const before = target[name];
    if (typeof value === "string" && typeof before === "string") target[name] = before + value;
    else if (Array.isArray(value) && Array.isArray(before)) target[name] = [...before, ...value];
    else if (isObject(value) && isObject(before) && depth > 0) {
      target[name] = { ...before };
      addDelta(target[name] as Record<string, unknown>, value, depth - 1);
    } else {
      target[name] = value;
    }
  }
}

const isObject = (value: unknown): value is Members =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !ArrayBuffer.isView(value);
