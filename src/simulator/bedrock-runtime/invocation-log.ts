import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import type { Reply } from "./reply/reply.ts";

/** The operations of Bedrock Runtime that the simulator has. */
export type OperationName =
  | "InvokeModel"
  | "InvokeModelWithResponseStream"
  | "Converse"
  | "ConverseStream"
  | "CountTokens"
  | "ApplyGuardrail"
  | "InvokeGuardrailChecks"
  | "StartAsyncInvoke"
  | "GetAsyncInvoke"
  | "ListAsyncInvokes"
  /** Anthropic's Messages API at `/anthropic/v1/messages`. */
  | "Messages"
  /** OpenAI's Chat Completions API at `/openai/v1/chat/completions`. */
  | "ChatCompletions"
  /** OpenAI's Responses API at `/openai/v1/responses`. */
  | "Responses";

/**
 * What happened in one invocation, in the terms of Bedrock's model invocation log, with more that
 * tests of a client need. An entry appears with its request and is updated until `outcome` is not
 * `"open"`.
 *
 * Source: "Monitor model invocation using CloudWatch Logs and Amazon S3" in the Amazon Bedrock User
 * Guide.
 */
export interface InvocationLogEntry {
  /** ISO 8601. */
  readonly timestamp: string;
  readonly region: string;
  readonly requestId: string;
  readonly operation: OperationName;
  /** As in the request; undefined for an operation without a model. */
  readonly modelId: string | undefined;
  /** The access key id that signed, `"api-key"`, or undefined for a request that proved no identity. */
  readonly identity: string | undefined;
  /** The request metadata, parsed. */
  readonly requestMetadata: JsonObject | undefined;
  /** The body of the request, parsed; undefined for one that is not a JSON object or is above 1 MiB. */
  readonly input: JsonObject | undefined;
  /**
   * What the model said, independent of a family's format; undefined if a model was not asked, or if its
   * answer is not text, such as embeddings. What was sent is in `sent`.
   */
  readonly answer: Reply | undefined;
  readonly inputTokenCount: number | undefined;
  readonly outputTokenCount: number | undefined;
  readonly status: number | undefined;
  /** The error that was answered. */
  readonly errorCode: string | undefined;
  /** The fault that applied to the request. */
  readonly fault: string | undefined;
  /**
   * The documents that left in whole, undamaged frames (or as a whole body), in order, up
   * to the first damage; kept up to 1 MiB an invocation. A client must have delivered a prefix of
   * these, and all of them if it reports no error.
   */
  readonly sent: readonly string[];
  /** How many documents `sent` would hold without that bound. */
  readonly sentCount: number;
  /** How many bytes of documents those are. */
  readonly sentBytes: number;
  /** Milliseconds from the request's arrival until the first byte of the answer's body left. */
  readonly firstByteMs: number | undefined;
  /** Milliseconds from the request's arrival until it ended. */
  readonly durationMs: number | undefined;
  /** `"complete"`: everything was sent as it should be. `"failed"`: an error or a fault. `"canceled"`: the client left. */
  readonly outcome: "open" | "complete" | "failed" | "canceled";
}

type Mutable<T> = { -readonly [Member in keyof T]: T[Member] };

/** An entry while its invocation is under way. */
export interface OpenEntry extends Mutable<Omit<InvocationLogEntry, "sent" | "outcome">> {
  readonly sent: string[];
  readonly outcome: InvocationLogEntry["outcome"];
  /** Called once everything else is up to date; all but the first call are ignored. */
  end(outcome: Exclude<InvocationLogEntry["outcome"], "open">): void;
  /** Called when a byte of the answer's body leaves. */
  leaves(): void;
}

const KEPT_ENTRIES = 10_000;
const KEPT_INPUT_BYTES = 2 ** 20;
const KEPT_SENT_BYTES = 2 ** 20;

type Start = Pick<
  InvocationLogEntry,
  "timestamp" | "region" | "requestId" | "operation" | "modelId" | "fault"
>;

/** What was invoked, and who waits for it. */
export interface InvocationLog {
  /** Oldest first. */
  readonly entries: readonly InvocationLogEntry[];
  /** Adds an entry; the oldest makes room where there are 10,000. */
  open(start: Start): OpenEntry;
  ended(count: number, signal?: AbortSignal): Promise<InvocationLogEntry>;
  clear(): void;
}

export function createInvocationLog(
  onEnd: ((entry: InvocationLogEntry) => void) | undefined,
): InvocationLog {
  const entries: InvocationLogEntry[] = [];
  const waiting = new Set<() => void>();
  /** How many entries have made room for later ones. */
  let dropped = 0;

  function settle(entry: InvocationLogEntry): void {
    for (const look of waiting) look();
    onEnd?.(entry);
  }

  return {
    entries,
    open(start) {
      if (entries.length >= KEPT_ENTRIES) {
        entries.shift();
        dropped++;
      }
      const entry = newEntry(start, settle);
      entries.push(entry);
      return entry;
    },
    ended(count, signal) {
      if (!Number.isInteger(count) || count < 1) {
        throw new InvalidArgumentError("count", `must be a positive integer, not ${count}`);
      }
      return new Promise((resolve, reject) => {
        const stop = () => {
          waiting.delete(look);
          signal?.removeEventListener("abort", onAbort);
        };
        const onAbort = () => {
          stop();
          reject(signal?.reason);
        };
        const look = () => {
          const entry = entries[count - 1 - dropped];
          if (count <= dropped) {
            stop();
            reject(
              new InvalidArgumentError("count", `must be above ${dropped}: older entries are gone`),
            );
          } else if (entry && entry.outcome !== "open") {
            stop();
            resolve(entry);
          }
        };
        waiting.add(look);
        signal?.addEventListener("abort", onAbort, { once: true });
        if (signal?.aborted) onAbort();
        else look();
      });
    },
    clear() {
      entries.length = 0;
      dropped = 0;
    },
  };
}

function newEntry(start: Start, settle: (entry: InvocationLogEntry) => void): OpenEntry {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  const entry: Mutable<InvocationLogEntry> = {
    ...start,
    identity: undefined,
    requestMetadata: undefined,
    input: undefined,
    answer: undefined,
    inputTokenCount: undefined,
    outputTokenCount: undefined,
    status: undefined,
    errorCode: undefined,
    sent: [],
    sentCount: 0,
    sentBytes: 0,
    firstByteMs: undefined,
    durationMs: undefined,
    outcome: "open",
  };
  const methods = {
    end(outcome: InvocationLogEntry["outcome"]) {
      if (entry.outcome !== "open") return;
      entry.durationMs = elapsed();
      entry.outcome = outcome;
      settle(entry);
    },
    leaves() {
      entry.firstByteMs ??= elapsed();
    },
  };
  // Not enumerable: an entry is data to whoever prints or compares it.
  const descriptors = Object.entries(methods).map(([name, value]) => [name, { value }]);
  return Object.defineProperties(entry, Object.fromEntries(descriptors)) as OpenEntry;
}

/** Reads the body of a request, and keeps it where it is a JSON object of a reasonable size. */
export function recordInput(entry: OpenEntry, bytes: Uint8Array): JsonObject {
  const input = objectIn(bytes);
  if (bytes.length <= KEPT_INPUT_BYTES) entry.input = input;
  return input ?? {};
}

/** Undefined for what is not a JSON object: the operation refuses it. */
function objectIn(bytes: Uint8Array): JsonObject | undefined {
  if (bytes.length === 0) return undefined;
  try {
    const value: Json = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function recordSent(entry: OpenEntry, document: string, bytes: number): void {
  entry.sentCount++;
  entry.sentBytes += bytes;
  if (entry.sentBytes <= KEPT_SENT_BYTES) entry.sent.push(document);
}
