import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** Anything that answers a request: a simulator, a Worker's handler. */
export type Handler = (request: Request) => Promise<Response>;

export interface ServeOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `"127.0.0.1"`. */
  readonly host?: string;
}

export interface Server {
  /** `http://127.0.0.1:8787`, without a slash at its end. */
  readonly url: string;
  /** How many connections are open now. */
  readonly openConnections: number;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

/** Serves a handler over HTTP, with back-pressure both ways. */
export async function serve(handler: Handler, options: ServeOptions = {}): Promise<Server> {
  const { port = 0, host = "127.0.0.1" } = options;
  const server = createServer((incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch(() => outgoing.destroy());
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, "listening");
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${bound}`,
    get openConnections() {
      return sockets.size;
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  handler: Handler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  // Also after a complete answer, when there is nothing left to abort.
  outgoing.on("close", () => gone.abort(new DOMException("The client left.", "AbortError")));

  const response = await handler(toRequest(incoming, gone.signal));
  if (gone.signal.aborted) {
    await response.body?.cancel(gone.signal.reason);
    return;
  }
  outgoing.writeHead(response.status, [...response.headers].flat());
  if (!response.body) {
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  const reader = response.body.getReader();
  gone.signal.addEventListener(
    "abort",
    () => void reader.cancel(gone.signal.reason).catch(() => {}),
  );
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    if (!outgoing.write(read.value)) await drained(outgoing);
  }
  outgoing.end();
}

/** Until there is room to write, or nobody left to write to. */
async function drained(outgoing: ServerResponse): Promise<void> {
  if (outgoing.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      outgoing.off("drain", done);
      outgoing.off("close", done);
      resolve();
    };
    outgoing.on("drain", done);
    outgoing.on("close", done);
  });
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = "GET" } = incoming;
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method,
    headers,
    signal,
    ...(hasBody && { body: toStream(incoming), duplex: "half" as const }),
  });
}

function toStream(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const pieces = incoming[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  return new ReadableStream(
    {
      async pull(controller) {
        const piece = await pieces.next();
        if (piece.done) controller.close();
        else controller.enqueue(piece.value);
      },
      // The rest is drained by Node once the answer is written.
      cancel() {},
    },
    { highWaterMark: 0 },
  );
}
