import { assert } from "../../helpers/assert.ts";
import { ask, claudeText, decode, documentsOf } from "../calls.ts";
import type { SetModule } from "../context.ts";

/** The stream is a ReadableStream that can be iterated, also where those cannot. */
const asyncIteration: SetModule = ({ it, client }) => {
  const stream = async () =>
    (await client.invokeModelWithResponseStream(ask("What is iteration?"))).body;

  /** What any way of reading yields; the metrics at the end differ. */
  const text = async () => claudeText(await documentsOf(await stream()));

  it("for await", async () => {
    const documents: string[] = [];
    for await (const event of await stream()) documents.push(decode(event.chunk.bytes));
    assert.equal(claudeText(documents), await text());
    assert.ok(claudeText(documents).includes("iteration"));
  });

  it("the stream is locked while, and closed when it is over", async () => {
    const body = await stream();
    assert.equal(body.locked, false);
    for await (const _ of body) assert.equal(body.locked, true);
    assert.equal(body.locked, false);
    assert.equal((await body.getReader().read()).done, true);
  });

  it("break, and reading on with preventCancel", async () => {
    const body = await stream();
    const documents: string[] = [];
    for await (const event of body.values({ preventCancel: true })) {
      documents.push(decode(event.chunk.bytes));
      if (documents.length === 2) break;
    }
    documents.push(...(await documentsOf(body)));
    assert.equal(claudeText(documents), await text());
  });

  it("next() without waiting for the one before", async () => {
    const iterator = (await stream())[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 500 }, () => iterator.next()));
    const documents = results.flatMap(({ value }) => (value ? [decode(value.chunk.bytes)] : []));
    assert.equal(claudeText(documents), await text());
    assert.equal(results.at(-1)?.done, true);
  });

  it("return()", async () => {
    const iterator = (await stream())[Symbol.asyncIterator]();
    await iterator.next();
    assert.equal((await iterator.return?.())?.done, true);
    assert.equal((await iterator.next()).done, true);
  });

  it("tee()", async () => {
    const [one, other] = (await stream()).tee();
    const [ones, others] = await Promise.all([documentsOf(one), documentsOf(other)]);
    assert.deepEqual(ones, others);
    assert.ok(ones.length > 3);
  });

  it("pipeThrough() and pipeTo()", async () => {
    const written: string[] = [];
    await (await stream())
      .pipeThrough(
        new TransformStream({
          transform: ({ chunk }, controller) => controller.enqueue(decode(chunk.bytes)),
        }),
      )
      .pipeTo(
        new WritableStream<string>({
          write(document) {
            written.push(document);
          },
        }),
      );
    assert.equal(claudeText(written), await text());
  });
};

export default asyncIteration;
