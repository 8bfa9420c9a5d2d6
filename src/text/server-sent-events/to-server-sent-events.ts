import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import type { Answer, TextOptions } from "../documents/answer.ts";
import { readAnswer } from "../documents/read-answer.ts";
import type { AnswerEvent } from "../events/answer-event.ts";
import { EventReader } from "../shapes/event-reader.ts";
import { membersOf } from "../shapes/members.ts";

/** How a connection to a browser is kept. */
export interface ServerSentEventsOptions extends TextOptions {
  /**
   * After how many ms of silence a comment is sent, to keep proxies from closing the connection and
   * to notice a reader that has gone. 15,000 by default; 0 turns it off.
   */
  readonly heartbeatMs?: number | undefined;

  /**
   * Whether a guardrail's trace is sent. It quotes what was denied, so a page should rarely see
   * it. Default: false.
   */
  readonly guardrailTrace?: boolean | undefined;
}

/**
 * An answer as server-sent events, to be the body of a `text/event-stream` response.
 *
 * A document that names its `type`, as Claude's do, is passed on whole under that name, as
 * Anthropic's own API sends it: Anthropic's SDK reads the result. Of other documents the events of
 * `events` are sent, named by their `type`, as JSON without the document; `other` has it.
 *
 * If the body fails, an event `error` is the last:
 * `{"type":"error","error":{"type":"ThrottlingException","message":"…"}}`, with `error.code` where
 * the error has one. Messages are those of the service and of errors with a `code`; of any other
 * error only the name is sent, because its message could reveal anything.
 *
 * It reads the body no faster than it is read itself. Canceling it cancels the body.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 *
 * @example
 * ```ts
 * import { type AnswerBody, toServerSentEvents } from "bedrock-fetch/text";
 *
 * export const respond = (body: AnswerBody): Response =>
 *   new Response(toServerSentEvents(body), {
 *     headers: { "content-type": "text/event-stream", "cache-control": "no-cache" },
 *   });
 * ```
 */
export function toServerSentEvents(
  answer: Answer,
  options: ServerSentEventsOptions = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { heartbeatMs = 15_000 } = options;
  if (typeof heartbeatMs !== "number" || !(heartbeatMs >= 0)) {
    throw new InvalidArgumentError(
      "heartbeatMs",
      `must be a number of ms, or 0; got ${String(heartbeatMs)}`,
    );
  }
  const formatted = documentFormatter(options);
  const messages = readAnswer(answer, (document) => [formatted(document)].filter(Boolean));
  const encoder = new TextEncoder();
  let next: Promise<string> | undefined;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const readNext = async (): Promise<string> => {
    try {
      const { done, value } = await messages.next();
      ended = done === true;
      return done ? "" : value;
    } catch (error) {
      ended = true;
      return errorEvent(error);
    }
  };
  const silence = (): Promise<undefined> =>
    new Promise((resolve) => {
      // Timers overflow above 2^31 − 1 ms and fire immediately.
      if (heartbeatMs > 0)
        timer = setTimeout(() => resolve(undefined), Math.min(heartbeatMs, 2 ** 31 - 1));
    });

  return new ReadableStream(
    {
      async pull(controller) {
        next ??= readNext();
        const events = await Promise.race([next, silence()]);
        clearTimeout(timer);
        if (events === undefined) return controller.enqueue(encoder.encode(": heartbeat\n\n"));
        next = undefined;
        if (events) controller.enqueue(encoder.encode(events));
        if (ended) controller.close();
      },
      async cancel(reason) {
        clearTimeout(timer);
        await messages.return(reason);
      },
    },
    // Nothing is read from the body before somebody waits for it.
    { highWaterMark: 0 },
  );
}

/** Called with undefined, for the end, it returns the events still held back. */
function documentFormatter({
  guardrailTrace = false,
  ...options
}: ServerSentEventsOptions): (document: unknown) => string {
  const reader = new EventReader(options);
  const shown = (value: unknown) => (guardrailTrace ? value : withoutTrace(value));

  const formatted = (event: AnswerEvent): string => {
    const { document, ...rest } = event;
    if (event.type === "other") return format(event.type, { ...rest, document: shown(document) });
    if (event.type !== "guardrail" || guardrailTrace) return format(event.type, rest);
    const { type, action } = event;
    return action === undefined ? "" : format(type, { type, action });
  };
  return (document) => {
    if (document === undefined) return reader.end().map(formatted).join("");
    const { type } = membersOf(document);
    if (typeof type === "string" && /^[\w.-]+$/.test(type)) return format(type, shown(document));
    return reader.read(document).map(formatted).join("");
  };
}

/** A document without what a guardrail found in it: of InvokeModel, Converse, ConverseStream and Nova. */
function withoutTrace(document: unknown): unknown {
  if (typeof document !== "object" || document === null || Array.isArray(document)) return document;
  const { "amazon-bedrock-trace": _, ...rest } = membersOf(document);
  const { trace, metadata, ...others } = rest;
  if (membersOf(trace).guardrail === undefined && metadata === undefined) return rest;
  return {
    ...others,
    ...(membersOf(trace).guardrail === undefined && trace !== undefined && { trace }),
    ...(metadata !== undefined && { metadata: withoutTrace(metadata) }),
  };
}

function errorEvent(error: unknown): string {
  const { name, code, message, $fault } = membersOf(error);
  const known = typeof code === "string" || $fault !== undefined;
  return format("error", {
    type: "error",
    error: {
      type: typeof name === "string" ? name : "Error",
      code: typeof code === "string" ? code : undefined,
      message: known && typeof message === "string" ? message : "The answer broke off.",
    },
  });
}

const format = (event: string, data: unknown): string =>
  `event: ${event}\ndata: ${JSON.stringify(data, bytesAsBase64)}\n\n`;

/** Converse's documents have bytes where JSON has base64. */
const bytesAsBase64 = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array
    ? btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(""))
    : value;
