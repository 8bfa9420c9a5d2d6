import type { JsonObject } from "../json.ts";

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
  | "ListAsyncInvokes";

/**
 * What happened in one invocation, in the terms of Bedrock's model invocation log, and what a test
 * of a client wants to know besides. An entry appears when its request does and is brought up to date
 * until `outcome` is no longer `"open"`.
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
  /** As the request named it; undefined for an operation that names none in its path. */
  readonly modelId: string | undefined;
  /** The access key id that signed, `"api-key"`, or undefined for a request that proved no identity. */
  readonly identity: string | undefined;
  /** The request metadata, parsed. */
  readonly requestMetadata: JsonObject | undefined;
  readonly inputTokenCount: number | undefined;
  readonly outputTokenCount: number | undefined;
  readonly status: number | undefined;
  /** The error that was answered. */
  readonly errorCode: string | undefined;
  /** The fault that befell the request. */
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
  /** `"complete"`: everything was sent as it should be. `"failed"`: an error or a fault. `"canceled"`: the client left. */
  readonly outcome: "open" | "complete" | "failed" | "canceled";
}

type Mutable<T> = { -readonly [Member in keyof T]: T[Member] };

/** An entry while its invocation is under way. */
export interface OpenEntry extends Mutable<Omit<InvocationLogEntry, "sent">> {
  readonly sent: string[];
}

const KEPT_ENTRIES = 10_000;
const KEPT_SENT_BYTES = 2 ** 20;

/** Adds an entry; the oldest makes room where there are 10,000. */
export function open(
  log: InvocationLogEntry[],
  start: Pick<
    InvocationLogEntry,
    "timestamp" | "region" | "requestId" | "operation" | "modelId" | "fault"
  >,
): OpenEntry {
  const entry: OpenEntry = {
    ...start,
    identity: undefined,
    requestMetadata: undefined,
    inputTokenCount: undefined,
    outputTokenCount: undefined,
    status: undefined,
    errorCode: undefined,
    sent: [],
    sentCount: 0,
    sentBytes: 0,
    outcome: "open",
  };
  if (log.length >= KEPT_ENTRIES) log.shift();
  log.push(entry);
  return entry;
}

export function recordSent(entry: OpenEntry, document: string, bytes: number): void {
  entry.sentCount++;
  entry.sentBytes += bytes;
  if (entry.sentBytes <= KEPT_SENT_BYTES) entry.sent.push(document);
}
