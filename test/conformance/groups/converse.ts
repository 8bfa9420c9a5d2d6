import type { ConverseStreamEvent } from "bedrock-fetch";
import { assert } from "../../helpers/assert.ts";
import { CLAUDE, clientOf, faulty, logged, mark } from "../calls.ts";
import type { SetModule } from "../context.ts";

/** The operations beside InvokeModel's two, with their bytes, dates, pages and stream. */
const converse: SetModule = (context) => {
  const { it, client, library, setting } = context;

  const ask = (question: string, requestMetadata?: { test: string }) =>
    ({
      modelId: CLAUDE,
      messages: [{ role: "user", content: [{ text: question }] }],
      requestMetadata,
    }) as const;
  const textOf = (events: readonly ConverseStreamEvent[]): string =>
    events.map((event) => event.contentBlockDelta?.delta.text ?? "").join("");

  it("converse", async () => {
    const answer = await client.call(library.converse, ask("What is a turn?"));
    assert.ok(answer.output.message?.content[0]?.text?.includes("What is a turn?"));
    assert.equal(answer.stopReason, "end_turn");
    assert.ok(answer.usage.outputTokens > 0);
    assert.equal(answer.$metadata.httpStatusCode, 200);
  });

  it("converse with an image, in every kind of bytes", async () => {
    const png = Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, ...Array(50_000).keys()]);
    const bytes = [png, png.buffer, new DataView(Uint8Array.of(0, ...png).buffer, 1)];
    const usages: unknown[] = [];
    for (const each of bytes) {
      const image = { format: "png", source: { bytes: each as Uint8Array<ArrayBuffer> } } as const;
      const { usage } = await client.call(library.converse, {
        modelId: CLAUDE,
        messages: [{ role: "user", content: [{ image }, { text: "What is it?" }] }],
      });
      usages.push(usage);
    }
    assert.deepEqual(usages, Array(3).fill(usages[0]));
  });

  it("converseStream by a reader", async () => {
    const { id, requestMetadata } = mark();
    const { stream } = await client.call(
      library.converseStream,
      ask("What is a frame? 漢字 🚀", requestMetadata),
    );
    assert.ok(stream instanceof ReadableStream);
    const events: ConverseStreamEvent[] = [];
    const reader = stream.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      events.push(read.value);
    }
    const [call] = await logged(setting, id);
    assert.deepEqual(
      events,
      call?.sent.map((document) => JSON.parse(document)),
    );
    assert.equal(call?.outcome, "complete");
    assert.ok(textOf(events).includes("What is a frame? 漢字 🚀"));
    assert.ok(events.at(-1)?.metadata !== undefined);
  });

  it("converseStream by a loop, and by one that is left", async () => {
    const events: ConverseStreamEvent[] = [];
    const { stream } = await client.call(library.converseStream, ask("What is a loop?"));
    for await (const event of stream) events.push(event);
    assert.ok(textOf(events).includes("What is a loop?"));

    const { id, requestMetadata } = mark();
    const stalled = clientOf(context, { fetch: faulty("stall; after=3") });
    const left = await stalled.call(library.converseStream, ask("Hello", requestMetadata));
    for await (const event of left.stream) {
      assert.ok(event.messageStart !== undefined);
      break;
    }
    const [call] = await logged(setting, id);
    assert.equal(call?.outcome, "canceled");
  });

  it("converseStream ends with the reason of its signal, and when it is silent", async () => {
    const client = clientOf(context, { fetch: faulty("stall; after=3"), idleTimeoutMs: 500 });
    const read = async (stream: AsyncIterable<unknown>) => {
      for await (const _ of stream);
    };
    const silent = await client.call(library.converseStream, ask("Hello"));
    const error = await assert.rejects(read(silent.stream));
    assert.ok(error instanceof library.IdleTimeoutError, String(error));

    const controller = new AbortController();
    const { signal } = controller;
    const aborted = await client.call(library.converseStream, ask("Hello"), { signal });
    const rejected = assert.rejects(read(aborted.stream));
    controller.abort("enough");
    assert.equal(await rejected, "enough");
  });

  it("countTokens agrees with the usage of the same request", async () => {
    const { messages } = ask("How many tokens?");
    const { usage } = await client.call(library.converse, ask("How many tokens?"));
    const { inputTokens } = await client.call(library.countTokens, {
      modelId: CLAUDE.replace("global.", ""),
      input: { converse: { messages } },
    });
    assert.equal(inputTokens, usage.inputTokens);
  });

  it("async invocations, with their dates and pages", async () => {
    const { invocationArn } = await client.call(library.startAsyncInvoke, {
      modelId: "amazon.nova-reel-v1:1",
      modelInput: { taskType: "TEXT_VIDEO", textToVideoParams: { text: "A tide pool" } },
      outputDataConfig: { s3OutputDataConfig: { s3Uri: "s3://videos" } },
    });
    const { submitTime } = await client.call(library.getAsyncInvoke, { invocationArn });
    assert.ok(submitTime instanceof Date);
    const found: string[] = [];
    const pages = library.asyncInvokePages(client, { submitTimeAfter: new Date(0), maxResults: 1 });
    for await (const { asyncInvokeSummaries = [] } of pages) {
      found.push(...asyncInvokeSummaries.map((job) => job.invocationArn));
    }
    assert.ok(found.includes(invocationArn));
  });
};

export default converse;
