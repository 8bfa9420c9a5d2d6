import { execFile } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { serve } from "../../src/simulator/node/serve.ts";
import { ANSWER, chunkFrame } from "../helpers/eventstream/response-frames.ts";
import { EVENT_STREAM, loopback } from "../helpers/loopback.ts";

const MB = 1_000_000;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe("a slow reader", () => {
  it("slows the server down, and loses nothing", async () => {
    const frame = chunkFrame({ type: "content_block_delta", delta: { text: "x".repeat(10_000) } });
    const count = Math.ceil((100 * MB) / frame.length);
    let written = 0;
    const { client } = await loopback(async (_, response) => {
      response.writeHead(200, { "content-type": EVENT_STREAM });
      for (let i = 0; i < count; i++) {
        written += frame.length;
        if (!response.write(frame)) await once(response, "drain");
      }
      response.end(chunkFrame(ANSWER[2]));
    });
    const { body } = await client.invokeModelWithResponseStream({ modelId: "m" });
    const events = body.values();
    for (let i = 0; i < 10; i++) await events.next();

    // Until the buffers of both sockets are full and the server waits.
    for (let before = -1; before !== written; ) {
      before = written;
      await sleep(100);
    }
    // What the system's sockets hold is a few MB; what this client holds is less than one of them.
    expect(written).toBeLessThan(20 * MB);

    let rest = 0;
    for await (const _ of events) rest++;
    expect(rest).toBe(count + 1 - 10);
    expect(written).toBe(count * frame.length);
  });

  it("of one gigabyte grows by less than 32 MB", { timeout: 180_000 }, async () => {
    const server = await serve(createSimulator());
    onTestFinished(() => server.close());
    const chunks = 16_384;
    const chunkBytes = 65_536;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        "--expose-gc",
        new URL("slow-reader.ts", import.meta.url).pathname,
        server.url,
        `${chunks}`,
        `${chunkBytes}`,
      ],
      { timeout: 170_000 },
    );
    const { events, bytes, grownBy, held } = JSON.parse(stdout);
    console.log(
      `${(bytes / MB).toFixed(0)} MB through a slow reader: grown by ${(grownBy / MB).toFixed(1)} MB, ${(held / MB).toFixed(1)} MB held in buffers`,
    );
    // And the document with the metrics.
    expect(events).toBe(chunks + 1);
    expect(bytes).toBeGreaterThan(chunks * chunkBytes);
    expect(grownBy).toBeLessThan(32 * MB);
    // One frame, one piece of the network's, and what the runtime's own fetch has at hand.
    expect(held).toBeLessThan(4 * MB);
  });
});
