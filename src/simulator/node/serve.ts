import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** Anything that answers a request: a simulator, a Worker's handler. */
export type Handler = (request: Request) => Promise<Response>;

/** Where to serve. */
export interface ServeOptions {
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  /** Default `"127.0.0.1"`. */
  readonly host?: string | undefined;
}

/** A simulator, or anything that answers requests, as it is served. */
export interface Server {
  /** `http://127.0.0.1:8787`, without a slash at its end. */
  readonly url: string;
  /** How many connections are open now. */
  readonly openConnections: number;
  /** Stops listening and drops every connection. */
  close(): Promise<void>;
}

/** What requests have in common in Node's HTTP/1.1 and its HTTP/2. */
type Incoming = Pick<IncomingMessage, "method" | "url" | "rawHeaders" | "headers"> &
  AsyncIterable<Uint8Array>;

/** And what answers have. */
interface Outgoing {
  readonly closed: boolean;
  readonly socket: { destroy(): unknown } | null;
  setHeader(name: string, value: string): unknown;
  writeHead(status: number): unknown;
  flushHeaders?(): unknown;
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  on(event: "close" | "drain", listener: () => void): unknown;
  off(event: "close" | "drain", listener: () => void): unknown;
}

/**
 * Serves a handler over HTTP, with back-pressure both ways: HTTP/1.1, and on the same port HTTP/2
 * without TLS, which is what the AWS SDK for Node speaks to Bedrock Runtime at an `http:` address.
 */
export async function serve(handler: Handler, options: ServeOptions = {}): Promise<Server> {
  const { port = 0, host = "127.0.0.1" } = options;
  const listener = (incoming: Incoming, outgoing: Outgoing) => {
    // With HTTP/2 this is the stream: other requests on the connection live on.
    answer(handler, incoming, outgoing).catch(() => outgoing.socket?.destroy());
  };
  const http = createHttpServer(listener);
  const http2 = createHttp2Server(listener);
  const sockets = new Set<Socket>();
  // As HTTP servers do: else a small answer waits 40 ms for an acknowledgement.
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    socket.once("readable", () => {
      const first: Buffer | null = socket.read();
      if (!first) return;
      socket.unshift(first);
      const protocol = first.toString("latin1", 0, 3) === "PRI" ? http2 : http;
      protocol.emit("connection", socket);
    });
  });
  server.listen(port, host);
  await once(server, "listening").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE") {
      error.message = `Port ${port} is in use, as by wrangler dev with its default: end that program, or choose another port`;
    }
    throw error;
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${bound}`,
    get openConnections() {
      return sockets.size;
    },
    async close() {
      const closed = [server, ...sockets].map((one) => once(one, "close"));
      server.close();
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

async function answer(handler: Handler, incoming: Incoming, outgoing: Outgoing): Promise<void> {
  const gone = new AbortController();
  // Also after a complete answer, when there is nothing left to abort.
  outgoing.on("close", () => gone.abort(new DOMException("The client left.", "AbortError")));

  const response = await handler(toRequest(incoming, gone.signal));
  if (gone.signal.aborted) {
    await response.body?.cancel(gone.signal.reason);
    return;
  }
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  outgoing.writeHead(response.status);
  if (!response.body) {
    outgoing.end();
    return;
  }
  // HTTP/2 has sent them by now.
  outgoing.flushHeaders?.();
  const reader = response.body.getReader();
  gone.signal.addEventListener("abort", () => {
    reader.cancel(gone.signal.reason).catch(() => {});
  });
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    if (!outgoing.write(read.value)) await drained(outgoing);
  }
  outgoing.end();
}

/** Until there is room to write, or nobody left to write to. */
async function drained(outgoing: Outgoing): Promise<void> {
  if (outgoing.closed) return;
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

function toRequest(incoming: Incoming, signal: AbortSignal): Request {
  const { method = "GET", rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    // Those of HTTP/2 itself are the method and the path.
    if (name.startsWith(":")) continue;
    const value = rawHeaders[at + 1]!;
    const before = headers.get(name);
    // The lines of one header are signed with a comma alone between them, where `append` puts a space.
    headers.set(name, before === null ? value : `${before},${value}`);
  }
  const authority = headers.get("host") ?? incoming.headers[":authority"];
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(`http://${authority}${incoming.url}`, {
    method,
    headers,
    signal,
    ...(hasBody && { body: toStream(incoming), duplex: "half" as const }),
  });
}

function toStream(incoming: Incoming): ReadableStream<Uint8Array> {
  const pieces = incoming[Symbol.asyncIterator]();
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
