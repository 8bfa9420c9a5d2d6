import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as they came over the wire. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface HttpServer {
  /** Such as `http://127.0.0.1:49152`. */
  readonly origin: string;
  /** What came, oldest first. */
  readonly received: readonly ReceivedRequest[];
  close(): Promise<void>;
}

type Answer = (request: ReceivedRequest, response: ServerResponse) => unknown;

/** A real HTTP server on loopback that answers as it is told. */
export async function serveHttp(answer: Answer): Promise<HttpServer> {
  const received: ReceivedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part);
    const request = {
      method: incoming.method!,
      target: incoming.url!,
      headers: incoming.headers,
      body: Buffer.concat(parts),
    };
    received.push(request);
    await answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Writes a body so that its pieces travel apart: each one is on its way before the next is. */
export async function writeApart(
  response: ServerResponse,
  pieces: Iterable<Uint8Array>,
): Promise<void> {
  response.socket?.setNoDelay();
  for (const piece of pieces) {
    if (response.destroyed) return;
    if (piece.length > 0) await new Promise((resolve) => response.write(piece, resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}

/** Whether a header is about one connection and how a body travels over it, not about the answer. */
export const isHopByHop = (name: string): boolean =>
  /^(connection|content-length|keep-alive|transfer-encoding)$/i.test(name);
