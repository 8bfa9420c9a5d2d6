import type { AnswerBody } from "../documents/answer-body.ts";
import { documentReader } from "../documents/document-reader.ts";
import type { AnswerEvent } from "../events/answer-event.ts";
import { membersOf } from "../shapes/choices.ts";
import { eventReader } from "../shapes/event-reader.ts";

/** How a connection to a browser is kept. */
export interface ServerSentEventsOptions {
  /**
   * After how many ms of silence a comment is sent, to keep proxies from closing the connection and
   * to notice a reader that has gone. 15,000 by default; 0 turns it off.
   */
  readonly heartbeatMs?: number | undefined;
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
 * Read only as fast as it is read from; canceling it cancels the body.
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
  body: AnswerBody,
  { heartbeatMs = 15_000 }: ServerSentEventsOptions = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = documentReader(body);
  const read = documentFormatter();
  const encoder = new TextEncoder();
  let next: Promise<string> | undefined;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const readNext = async (): Promise<string> => {
    try {
      const document = await reader.read();
      if (document !== undefined) return read(document);
      ended = true;
      return "";
    } catch (error) {
      ended = true;
      // The body may be what failed, and then says so again.
      reader.cancel(error).catch(() => {});
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
      cancel(reason) {
        clearTimeout(timer);
        return reader.cancel(reason);
      },
    },
    // Nothing is read from the body before somebody waits for it.
    { highWaterMark: 0 },
  );
}

function documentFormatter(): (document: unknown) => string {
  const read = eventReader();
  return (document) => {
    const { type } = membersOf(document);
    if (typeof type === "string" && /^[\w.-]+$/.test(type)) return format(type, document);
    return read(document)
      .map((event) => format(event.type, event.type === "other" ? event : without(event)))
      .join("");
  };
}

const without = ({ document, ...event }: AnswerEvent): Omit<AnswerEvent, "document"> => event;

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
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
