import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { type BedrockRuntime, converseStream, type ResponseStreamEvent } from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { conversationFrames } from "../../helpers/eventstream/converse-frames.ts";
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

/** The headers of a stream's response, while an event is waited for. */
async function headersOfWaiting(
  frame: Uint8Array,
  open: (client: BedrockRuntime) => Promise<AsyncIterable<unknown>>,
): Promise<WeakRef<Headers>> {
  let headers: WeakRef<Headers> | undefined;
  const { client } = await loopback(
    (_, response) => {
      response.writeHead(200, { "content-type": EVENT_STREAM });
      response.write(frame);
    },
    {
      async fetch(url: string, init: RequestInit) {
        const response = await fetch(url, init);
        const { body, status } = response;
        const ours = new Response(body, { status, headers: { "content-type": EVENT_STREAM } });
        headers = new WeakRef(ours.headers);
        return ours;
      },
    },
  );
  const events = (await open(client))[Symbol.asyncIterator]();
  await events.next();
  events.next().catch(() => {});
  return headers!;
}

describe("a stream that waits", () => {
  it("does not hold the events that it has delivered", async () => {
    const first = await deliveredEvent();
    // A WeakRef holds until the turn that made it is over.
    await new Promise(setImmediate);
    collectGarbage();
    expect(first.deref()).toBeUndefined();
  });

  it.each<[string, Uint8Array, (client: BedrockRuntime) => Promise<AsyncIterable<unknown>>]>([
    [
      "InvokeModel",
      answerFrames()[0]!,
      async (client) => (await client.invokeModelWithResponseStream({ modelId: "m" })).body,
    ],
    [
      "Converse",
      conversationFrames()[0]!,
      async (client) => (await client.call(converseStream, { modelId: "m" })).stream,
    ],
  ])("does not hold the headers of its response, by %s", async (_, frame, open) => {
    const headers = await headersOfWaiting(frame, open);
    await new Promise(setImmediate);
    collectGarbage();
    expect(headers.deref()).toBeUndefined();
  });
});
