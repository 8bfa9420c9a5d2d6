import type { StreamForm } from "../../faults/stream-form.ts";
import { utf8 } from "../../utf8.ts";

/** An event of `text/event-stream`, whose data is of one line. */
export const sentEvent = (name: string | undefined, data: string): Uint8Array<ArrayBuffer> =>
  utf8(`${name === undefined ? "" : `event: ${name}\n`}data: ${data}\n\n`);

/** The exceptions of a stream, in the spelling of a whole answer. */
const exceptionName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Server-sent events, as the vendor whose error event this is writes them. */
export function serverSentEvents(
  errorEvent: (
    name: string,
    message: string,
  ) => { readonly name?: string | undefined; readonly document: object },
): StreamForm {
  const failure = (name: string, message: string) => {
    const event = errorEvent(name, message);
    return sentEvent(event.name, JSON.stringify(event.document));
  };
  return {
    contentType: "text/event-stream; charset=utf-8",
    exception: (name, { message }) => failure(exceptionName(name), message),
    error: failure,
    event: sentEvent,
    // There is no base64 to be wrong here.
    bad: (kind) => sentEvent(undefined, kind === "not-json" ? '{"type":' : "{}"),
  };
}
