import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { prelude } from "../helpers/eventstream/frames.ts";
import { EVENT_STREAM, failureOf, loopback, respond } from "../helpers/loopback.ts";

const input = { modelId: "m" };
const MB = 1_000_000;
const PIECE = Buffer.alloc(64 * 1024, "x");

interface Flood {
  /** How much was written before the client left. */
  written: number;
  closed: Promise<unknown>;
}

/** A client of a server that writes up to a gigabyte, until nobody listens. */
async function flooding(
  status: number,
  headers: Record<string, string>,
  first: Uint8Array = new Uint8Array(0),
) {
  const flood: Flood = { written: 0, closed: Promise.resolve() };
  const write = async (response: ServerResponse) => {
    flood.closed = once(response, "close");
    response.writeHead(status, headers);
    response.write(first);
    while (!response.destroyed && flood.written < 1000 * MB) {
      flood.written += PIECE.length;
      if (!response.write(PIECE)) {
        await Promise.race([once(response, "drain"), flood.closed]);
      }
    }
    response.end();
  };
  const { client } = await loopback((_, response) => write(response));
  return { client, flood };
}

describe("an answer", () => {
  it("of 25 MB is returned whole", async () => {
    const { client } = await loopback((_, response) =>
      respond(response, 200, Buffer.alloc(25 * MB, "y")),
    );
    const { body } = await client.invokeModel(input);
    expect(body.length).toBe(25 * MB);
    expect(body.every((byte) => byte === 0x79)).toBe(true);
  });

  it("of one byte more is refused", async () => {
    const { client } = await loopback((_, response) =>
      respond(response, 200, Buffer.alloc(25 * MB + 1)),
    );
    expect(await failureOf(client.invokeModel(input))).toMatchObject({
      code: "RESPONSE_TOO_LARGE",
      retryable: false,
      $metadata: { httpStatusCode: 200 },
    });
  });

  it("that does not end is abandoned after 25 MB", async () => {
    const { client, flood } = await flooding(200, { "content-type": "application/json" });
    const error = await failureOf(client.invokeModel(input));
    await flood.closed;
    expect(error).toMatchObject({ code: "RESPONSE_TOO_LARGE" });
    expect(flood.written).toBeGreaterThanOrEqual(25 * MB);
    expect(flood.written).toBeLessThan(50 * MB);
  });
});

describe("an error", () => {
  it.each([
    ["whose body does not end", ""],
    ["whose JSON does not end", '{"message":"'],
    ["in HTML that does not end", "<html><body>"],
  ])("%s is reported by its beginning, and the rest is left", async (_, first) => {
    const { client, flood } = await flooding(
      400,
      { "x-amzn-errortype": "ValidationException", "content-type": "application/json" },
      Buffer.from(first),
    );
    for (const call of [
      () => client.invokeModel(input),
      () => client.invokeModelWithResponseStream(input),
    ]) {
      const error = await failureOf(call());
      expect(error).toMatchObject({ name: "ValidationException" });
      expect((error as Error).message.length).toBeLessThan(1000);
    }
    await flood.closed;
    expect(flood.written).toBeLessThan(50 * MB);
  });
});

describe("a stream", () => {
  it("that is not an event stream and does not end is left", async () => {
    const { client, flood } = await flooding(200, { "content-type": "text/plain" });
    const error = await failureOf(client.invokeModelWithResponseStream(input));
    expect(error).toMatchObject({ code: "NOT_AN_EVENT_STREAM" });
    expect((error as Error).message.length).toBeLessThan(1000);
    await flood.closed;
    expect(flood.written).toBeLessThan(25 * MB);
  });

  it("whose first frame declares 4 GiB is left at once", async () => {
    const { client, flood } = await flooding(
      200,
      { "content-type": EVENT_STREAM },
      prelude(0xffffffff, 0),
    );
    const error = await failureOf(client.invokeModelWithResponseStream(input));
    expect(error).toMatchObject({ code: "FRAME_TOO_LARGE" });
    await flood.closed;
    expect(flood.written).toBeLessThan(25 * MB);
  });

  it("whose first frame is as large as frames may be is read no further", async () => {
    const { client, flood } = await flooding(
      200,
      { "content-type": EVENT_STREAM },
      prelude(16 * 1024 * 1024, 0),
    );
    const error = await failureOf(client.invokeModelWithResponseStream(input));
    expect(error).toMatchObject({ code: "MESSAGE_CHECKSUM" });
    await flood.closed;
    expect(flood.written).toBeLessThan(50 * MB);
  });
});
