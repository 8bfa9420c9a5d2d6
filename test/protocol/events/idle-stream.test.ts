import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ResponseStreamEvent } from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { concat } from "../../helpers/eventstream/frames.ts";
import { answerFrames } from "../../helpers/eventstream/response-frames.ts";
import { EVENT_STREAM, loopback } from "../../helpers/loopback.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** The first of two events that came together, while the third is waited for. */
async function deliveredEvent(): Promise<WeakRef<ResponseStreamEvent>> {
  const [start, delta] = answerFrames() as [Uint8Array, Uint8Array];
  const { client } = await loopback((_, response) => {
    response.writeHead(200, { "content-type": EVENT_STREAM });
    response.write(concat(start, delta));
  });
  const { body } = await client.invokeModelWithResponseStream({ modelId: "m" });
  const events = body[Symbol.asyncIterator]();
  const first = new WeakRef((await events.next()).value!);
  await events.next();
  events.next().catch(() => {});
  return first;
}

describe("a stream that waits", () => {
  it("does not hold the events that it has delivered", async () => {
    const first = await deliveredEvent();
    // A WeakRef holds until the turn that made it is over.
    await new Promise(setImmediate);
    collectGarbage();
    expect(first.deref()).toBeUndefined();
  });
});
