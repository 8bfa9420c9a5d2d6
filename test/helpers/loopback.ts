import type { ServerResponse } from "node:http";
import { BedrockRuntime } from "bedrock-fetch";
import { onTestFinished } from "vitest";
import { type HttpServer, type ReceivedRequest, serveHttp, writeApart } from "./http-server.ts";
import { expectNoSecrets } from "./secrets.ts";

export const EVENT_STREAM = "application/vnd.amazon.eventstream";

type Options = ConstructorParameters<typeof BedrockRuntime>[0];

/** Secrets that no error of these tests may show: {@link failureOf} looks for them. */
export const loopbackCredentials = {
  accessKeyId: "ASIALOOPBACKEXAMPLE",
  secretAccessKey: "loopback/secret+access+key+that+nobody+may+see",
  sessionToken: "loopback/session+token+that+nobody+may+see",
};

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
    credentials: loopbackCredentials,
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

/** What a promise fails with; it may show no secret. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    const { secretAccessKey, sessionToken } = loopbackCredentials;
    expectNoSecrets(error, [secretAccessKey, sessionToken]);
    return error;
  }
  throw new Error("it did not fail");
}
