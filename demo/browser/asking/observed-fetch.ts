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
      kind: "exchange",
      name: isBedrock ? "Bedrock" : operationName(request, init?.body),
      method: init?.method ?? "GET",
      url: String(input),
      headers: new Headers(request),
      body: bodyText(init?.body),
      sent: performance.now(),
      fault,
      frames: [],
    };
    current.addExchange(exchange);

    // Added after signing, so the signature holds without it.
    if (fault) request.set("x-simulator-fault", fault);
    try {
      const response = await fetch(input, { ...init, headers: request });
      exchange.headersAfter = performance.now() - exchange.sent;
      exchange.outcome = response.type === "opaqueredirect" ? "redirect" : response.status;
      current.changed();
      return isBedrock && response.ok && response.body
        ? observed(response, response.body, exchange, current)
        : response;
    } catch (error) {
      exchange.outcome = (error as Error).name === "AbortError" ? "stopped" : "no answer";
      current.changed();
      throw error;
    }
  };
}

/**
 * The same response, each piece of its body noted before it is handed on. One piece at a time: a
 * TransformStream would read ahead, and lose what it holds when the connection breaks.
 */
function observed(
  response: Response,
  bytes: ReadableStream<Uint8Array>,
  exchange: Exchange,
  run: Run,
): Response {
  const reader = bytes.getReader();
  const decoder = new EventStreamDecoder();
  let readable = true;
  const note = (piece: Uint8Array) => {
    try {
      for (const message of decoder.push(piece)) run.addFrame(exchange, { message });
    } catch (error) {
      readable = false;
      run.addFrame(exchange, { damage: (error as Error).message });
    }
  };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        if (readable) note(value);
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, response);
}

/** Cognito names its operation in a header, STS in the body. */
function operationName(headers: Headers, body: BodyInit | null | undefined): string {
  const target = headers.get("x-amz-target")?.split(".")[1];
  return target ?? new URLSearchParams(String(body)).get("Action") ?? "request";
}

/** What Cognito and STS are sent may hold tokens: it is not kept. */
const bodyText = (body: BodyInit | null | undefined): string =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : "";
