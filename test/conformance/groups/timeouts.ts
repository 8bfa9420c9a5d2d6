import { assert } from "../../helpers/assert.ts";
import { ask, clientOf, documentsOf, faulty, logged, mark } from "../calls.ts";
import type { SetModule } from "../context.ts";

/** Waits end, and a reader that pauses is not silence. */
const timeouts: SetModule = (context) => {
  const { it, library, setting } = context;

  const canceled = async (id: string, attempts: number): Promise<void> => {
    const calls = await logged(setting, id);
    assert.deepEqual(
      calls.map(({ outcome }) => outcome),
      Array(attempts).fill("canceled"),
    );
  };

  it("requestTimeoutMs ends each attempt", async () => {
    const { id, requestMetadata } = mark();
    const client = clientOf(context, {
      fetch: faulty("stall"),
      maxAttempts: 2,
      requestTimeoutMs: 400,
    });
    const error = await assert.rejects(
      client.invokeModelWithResponseStream(ask("Hello", { requestMetadata })),
    );
    assert.ok(error instanceof library.RequestTimeoutError, String(error));
    assert.equal(error.requestTimeoutMs, 400);
    assert.equal(error.$metadata?.attempts, 2);
    await canceled(id, 2);
  });

  it("requestTimeoutMs ends the one attempt at a whole answer, which is still being paid for", async () => {
    const { id, requestMetadata } = mark();
    const client = clientOf(context, {
      fetch: faulty("stall"),
      maxAttempts: 2,
      requestTimeoutMs: 400,
    });
    const error = await assert.rejects(client.invokeModel(ask("Hello", { requestMetadata })));
    assert.ok(error instanceof library.RequestTimeoutError, String(error));
    assert.equal(error.$metadata?.attempts, 1);
    await canceled(id, 1);
  });

  it("requestTimeoutMs does not end a stream", async () => {
    // Some engines hand over the headers with the first of the body, so the wait comes after that.
    const client = clientOf(context, { fetch: faulty("drip; bytes=800; ms=100") });
    const { body } = await client.invokeModelWithResponseStream(ask("Say it in 10 words"), {
      requestTimeoutMs: 500,
    });
    assert.ok((await documentsOf(body)).length > 3);
  });

  it("idleTimeoutMs ends silence within a stream, and reports what came", async () => {
    const { id, requestMetadata } = mark();
    const client = clientOf(context, { fetch: faulty("stall; after=3"), idleTimeoutMs: 500 });
    const { body } = await client.invokeModelWithResponseStream(ask("Hello", { requestMetadata }));
    const error = await assert.rejects(documentsOf(body));
    assert.ok(error instanceof library.IdleTimeoutError, String(error));
    assert.equal(error.idleTimeoutMs, 500);
    assert.equal(error.eventsDelivered, 3);
    assert.ok(error.bytesReceived > 0);
    await canceled(id, 1);
  });

  it("a stream that moves slowly is not silent", async () => {
    const client = clientOf(context, {
      fetch: faulty("drip; bytes=400; ms=20"),
      idleTimeoutMs: 1000,
    });
    const { body } = await client.invokeModelWithResponseStream(ask("Say it in 20 words"));
    assert.ok((await documentsOf(body)).length > 3);
  });

  it("a reader that pauses is not silence", async () => {
    const client = clientOf(context, { endpoint: `${setting.server}/flood/${mark().id}` });
    const { body } = await client.invokeModelWithResponseStream(ask("Hello"), {
      idleTimeoutMs: 400,
    });
    const reader = body.getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 900));
    for (let i = 0; i < 400; i++) assert.equal((await reader.read()).done, false);
    await reader.cancel();
  });

  it("AbortSignal.timeout()", async () => {
    const client = clientOf(context, { fetch: faulty("stall; after=3") });
    const read = async () => {
      const signal = AbortSignal.timeout(500);
      const { body } = await client.invokeModelWithResponseStream(ask("Hello"), { signal });
      return documentsOf(body);
    };
    assert.equal((await assert.rejects(read())).name, "TimeoutError");
  });
};

export default timeouts;
