import { assert } from "../../helpers/assert.ts";
import { ask, clientOf, mark } from "../calls.ts";
import type { SetModule } from "../context.ts";

/** What kernels and network processes may hold between a server and a reader that stands still. */
const BETWEEN_BYTES = 112 * 2 ** 20;

/** A slow reader slows the server down. */
const backpressure: SetModule = (context) => {
  const { it, setting } = context;

  it("the server stops when the reader does, goes on with it, and ends with it", async (t) => {
    const flood = `${setting.server}/flood/${mark().id}`;
    const client = clientOf(context, { endpoint: flood });
    const sentBytes = async (): Promise<number> => (await (await fetch(flood)).json()).sentBytes;

    const { body } = await client.invokeModelWithResponseStream(ask("Hello"));
    const reader = body.getReader();
    await reader.read();
    let sent = -1;
    for (let before = -2; sent !== before && sent < BETWEEN_BYTES; ) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      before = sent;
      sent = await sentBytes();
    }
    if (sent >= BETWEEN_BYTES) {
      await reader.cancel();
      if (await fetchReadsAhead(`${setting.server}/flood/${mark().id}`)) {
        return t.leaveOut("the runtime's fetch takes all that comes, read or not");
      }
      assert.ok(false, `${sent} bytes sent to a reader that stands still`);
    }

    // What lies between is read before the server is asked for more.
    for (let frames = 0; (await sentBytes()) === sent; frames += 64) {
      assert.ok(frames * 48 * 2 ** 10 < BETWEEN_BYTES, "the server goes on");
      for (let i = 0; i < 64; i++) assert.equal((await reader.read()).done, false);
    }
    await reader.cancel();
    const { closed } = await (await fetch(`${flood}?closed`)).json();
    assert.ok(closed, "the server sees the end");
  });

  /** Whether a bare fetch, without this library, keeps nothing back either. */
  async function fetchReadsAhead(flood: string): Promise<boolean> {
    const response = await fetch(`${flood}/model/x/invoke-with-response-stream`, {
      method: "POST",
    });
    const reader = response.body?.getReader();
    await reader?.read();
    let sent = 0;
    for (let before = -1; sent !== before && sent < BETWEEN_BYTES; ) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      before = sent;
      sent = (await (await fetch(flood)).json()).sentBytes;
    }
    await reader?.cancel();
    return sent >= BETWEEN_BYTES;
  }
};

export default backpressure;
