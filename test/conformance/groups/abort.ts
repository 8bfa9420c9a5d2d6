import { assert } from "../../helpers/assert.ts";
import { ask, clientOf, faulty, logged, mark } from "../calls.ts";
import type { SetModule } from "../context.ts";

/** Ends that the caller chooses: each closes the connection at once, which the server sees. */
const abort: SetModule = (context) => {
  const { it, client, setting } = context;

  const canceled = async (id: string): Promise<void> => {
    const calls = await logged(setting, id);
    assert.deepEqual(
      calls.map(({ outcome }) => outcome),
      ["canceled"],
    );
  };

  /** A stream that stands still after three events, and its mark. */
  const stalled = async (signal?: AbortSignal) => {
    const { id, requestMetadata } = mark();
    const { body } = await clientOf(context, {
      fetch: faulty("stall; after=3"),
    }).invokeModelWithResponseStream(ask("Hello", { requestMetadata }), signal && { signal });
    return { id, body };
  };

  it("before the call", async () => {
    const reason = new Error("no longer wanted");
    const signal = AbortSignal.abort(reason);
    const { id, requestMetadata } = mark();
    const error = await assert.rejects(
      client.invokeModel(ask("Hello", { requestMetadata }), { signal }),
    );
    assert.equal(error, reason);
    assert.deepEqual(await logged(setting, id), []);
  });

  it("while the answer is awaited", async () => {
    const controller = new AbortController();
    const { id, requestMetadata } = mark();
    const call = clientOf(context, { fetch: faulty("stall") }).invokeModel(
      ask("Hello", { requestMetadata }),
      { signal: controller.signal },
    );
    const rejected = assert.rejects(call);
    await invoked(id);
    controller.abort("enough");
    assert.equal(await rejected, "enough");
    await canceled(id);
  });

  it("within a stream", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { id, body } = await stalled(controller.signal);
    const reader = body.getReader();
    for (let i = 0; i < 3; i++) assert.equal((await reader.read()).done, false);
    const next = assert.rejects(reader.read());
    controller.abort(reason);
    assert.equal(await next, reason);
    await canceled(id);
  });

  it("after the end, which changes nothing", async () => {
    const controller = new AbortController();
    const { body } = await client.invokeModelWithResponseStream(ask("Hello"), {
      signal: controller.signal,
    });
    const reader = body.getReader();
    while (!(await reader.read()).done);
    controller.abort();
    assert.equal((await reader.read()).done, true);
  });

  it("cancel()", async () => {
    const { id, body } = await stalled();
    await body.cancel();
    await canceled(id);
  });

  it("cancel() of a reader that waits", async () => {
    const { id, body } = await stalled();
    const reader = body.getReader();
    for (let i = 0; i < 3; i++) await reader.read();
    const next = reader.read();
    await reader.cancel();
    assert.equal((await next).done, true);
    await canceled(id);
  });

  it("break", async () => {
    const { id, body } = await stalled();
    for await (const event of body) {
      assert.ok(event.chunk.bytes.length > 0);
      break;
    }
    await canceled(id);
  });

  it("an error thrown in the loop", async () => {
    const { id, body } = await stalled();
    const loop = async () => {
      for await (const _ of body) throw new Error("of the caller");
    };
    assert.equal((await assert.rejects(loop())).message, "of the caller");
    await canceled(id);
  });

  it("the end of a using block", async (t) => {
    if (!Symbol.asyncDispose || !Symbol.dispose) return t.leaveOut("the runtime has no `using`");
    // What `using` and `await using` call, in words that older engines can parse.
    const first = await stalled();
    first.body[Symbol.dispose]();
    await canceled(first.id);
    const second = await stalled();
    await second.body[Symbol.asyncDispose]();
    await canceled(second.id);
  });

  it("while a retry is waited for", async () => {
    const controller = new AbortController();
    const begin = performance.now();
    const call = clientOf(context, {
      fetch: faulty("throttle; amzRetryAfter=15000"),
      maxAttempts: 3,
      onRetry: () => controller.abort("enough"),
    }).invokeModel(ask("Hello"), { signal: controller.signal });
    const error = await assert.rejects(call);
    // A page does not see the header, and waits for less.
    assert.equal(error, "enough");
    assert.ok(performance.now() - begin < 10_000);
  });

  /** Resolves once the server has heard of the call. */
  async function invoked(id: string): Promise<void> {
    await fetch(`${setting.server}/heard/${id}`);
  }
};

export default abort;
