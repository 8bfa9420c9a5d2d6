import { EventStreamDecoder } from "bedrock-fetch/eventstream";
import type { Exchange, Run } from "./run.ts";

/**
 * A `fetch` for the client and the credentials providers that notes in a run what it sends and what
 * comes back, frame by frame, and passes everything on unchanged.
 *
 * @param faultOf what to ask of the simulator for each request to Bedrock: see `faults.ts`
 */
export function observedFetch(run: () => Run, faultOf: (run: Run) => string): typeof fetch {
  return async (input, init) => {
    const current = run();
    const request = new Headers(init?.headers);
    const isBedrock = request.has("authorization");
    const fault = (isBedrock && faultOf(current)) || undefined;
    const exchange: Exchange = {
      name: isBedrock ? "Bedrock" : operationName(request, init?.body),
      method: init?.method ?? "GET",
      url: String(input),
      headers: new Headers(request),
      body: bodyText(init?.body),
      sent: performance.now(),
      fault,
      frames: [],
    };
    current.exchanges.push(exchange);
    current.changed();

    // Added after signing, so the signature holds without it.
    if (fault) request.set("x-simulator-fault", fault);
    try {
      const response = await fetch(input, { ...init, headers: request });
      exchange.headersAfter = performance.now() - exchange.sent;
      exchange.outcome = response.type === "opaqueredirect" ? "redirect" : response.status;
      current.changed();
      return isBedrock && response.ok ? observed(response, exchange, current) : response;
    } catch (error) {
      exchange.outcome = (error as Error).name === "AbortError" ? "stopped" : "no answer";
      current.changed();
      throw error;
    }
  };
}

function observed(response: Response, exchange: Exchange, run: Run): Response {
  const decoder = new EventStreamDecoder();
  let readable = true;
  const tap = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(piece, controller) {
      try {
        if (readable) {
          for (const message of decoder.push(piece)) run.addFrame(exchange, { message });
        }
      } catch (error) {
        readable = false;
        run.addFrame(exchange, { damage: (error as Error).message });
      }
      controller.enqueue(piece);
    },
  });
  return new Response(response.body?.pipeThrough(tap) ?? null, response);
}

/** Cognito names its operation in a header, STS in the body. */
function operationName(headers: Headers, body: BodyInit | null | undefined): string {
  const target = headers.get("x-amz-target")?.split(".")[1];
  return target ?? new URLSearchParams(String(body)).get("Action") ?? "request";
}

/** What Cognito and STS are sent may hold tokens: it is not kept. */
const bodyText = (body: BodyInit | null | undefined): string =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : "";
