import type { ServerResponse } from "node:http";
import { BedrockRuntime } from "bedrock-fetch";
import { onTestFinished } from "vitest";
import { type HttpServer, type ReceivedRequest, serveHttp, writeApart } from "../http-server.ts";

export const EVENT_STREAM = "application/vnd.amazon.eventstream";

type Options = ConstructorParameters<typeof BedrockRuntime>[0];

export interface Loopback {
  readonly client: BedrockRuntime;
  readonly server: HttpServer;
}

/**
 * A client, and a real server that answers it, for one test. Tests that run side by side say
 * themselves when theirs is closed.
 */
export async function loopback(
  answer: (request: ReceivedRequest, response: ServerResponse) => unknown,
  options: Partial<Options> = {},
  whenFinished: (close: () => Promise<void>) => void = onTestFinished,
): Promise<Loopback> {
  const server = await serveHttp(answer);
  whenFinished(() => server.close());
  const client = new BedrockRuntime({
    region: "us-east-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    endpoint: server.origin,
    maxAttempts: 1,
    ...options,
  });
  return { client, server };
}

/** An answer that says something else than a stream. */
export function respond(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "x-amzn-requestid": "request-1", ...headers });
  response.end(body);
}

/** An event stream in these pieces. */
export async function respondStream(
  response: ServerResponse,
  pieces: readonly Uint8Array[],
  headers: Record<string, string> = {},
): Promise<void> {
  response.writeHead(200, {
    "content-type": EVENT_STREAM,
    "x-amzn-bedrock-content-type": "application/json",
    "x-amzn-requestid": "request-1",
    ...headers,
  });
  await writeApart(response, pieces);
}

/** What a promise fails with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}
