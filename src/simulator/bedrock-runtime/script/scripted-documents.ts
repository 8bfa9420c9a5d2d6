import { chunkFrame, eventFrame } from "../../eventstream/frames.ts";
import { eventStreamForm } from "../../faults/event-stream-form.ts";
import type { Frame } from "../../faults/fault-frames.ts";
import type { JsonObject } from "../../json.ts";
import { utf8 } from "../../utf8.ts";
import type { OperationName } from "../invocation-log.ts";
import type { Exchange } from "../response/exchange.ts";
import { jsonResponse } from "../response/json-response.ts";
import { streamResponse } from "../response/stream-response.ts";
import { sentEvent, serverSentEvents } from "../surfaces/server-sent-events.ts";
import { surfaces } from "../surfaces/surfaces.ts";
import { scriptFailure } from "./script.ts";
import type { ScriptedAnswer } from "./scripted-answer.ts";

/** Scripted documents, which travel as they are. */
export function scriptedDocuments(
  { document, documents }: ScriptedAnswer,
  operation: OperationName,
  isStreamed: boolean,
  exchange: Exchange,
): Response {
  if (!isStreamed) {
    if (!document) throw scriptFailure(`${operation} is answered whole: script a 'document'.`);
    return jsonResponse(document, exchange);
  }
  const all = documents ?? (document ? [document] : []);
  const surface = surfaces[operation];
  const form = surface ? serverSentEvents(surface.errorEvent) : eventStreamForm;
  if (operation === "InvokeModelWithResponseStream") {
    exchange.headers.set("X-Amzn-Bedrock-Content-Type", "application/json");
  }
  const frames = async function* (pacer: (tokens: number) => Promise<void>): AsyncGenerator<Frame> {
    for (const one of all) {
      await pacer(1);
      yield frameOf(one, operation);
    }
    if (surface && surface.end !== "") yield { bytes: sentEvent(undefined, surface.end) };
  };
  return streamResponse(exchange, frames, form);
}

function frameOf(document: JsonObject, operation: OperationName): Frame {
  const json = JSON.stringify(document);
  const encoded = utf8(json);
  const sent = { document: json, documentBytes: encoded.length };
  if (operation === "ConverseStream") {
    const event = Object.keys(document)[0] ?? "";
    return { ...sent, event, bytes: eventFrame(event, JSON.stringify(document[event])) };
  }
  if (operation === "InvokeModelWithResponseStream")
    return { ...sent, bytes: chunkFrame(encoded, 0) };
  // OpenAI names the events of Responses, and not those of Chat Completions.
  const { type } = document;
  return { ...sent, bytes: sentEvent(typeof type === "string" ? type : undefined, json) };
}
