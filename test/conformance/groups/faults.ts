import { assert } from "../../helpers/assert.ts";
import { faultCases, plainOf } from "../../helpers/faults/cases.ts";
import { checkCase, observeAll } from "../../helpers/faults/run.ts";
import { ask, clientOf, documentsOf, faulty, logged, mark } from "../calls.ts";
import type { SetModule } from "../context.ts";

/** Every fault that can happen to a call, and what its caller must get. */
const faults: SetModule = (context) => {
  const { it, library, runtime, setting } = context;

  const options = {
    endpoint: setting.server,
    elsewhere: "https://elsewhere.example",
    credentials: setting.credentials,
    hidden: runtime.page,
    resends: true,
    anyRuntime: true,
  };
  const observed = observeAll(library, faultCases, options);

  for (const [index, faultCase] of faultCases.entries()) {
    it(faultCase.name, async () => {
      const seen = (await observed[index])!;
      const log = (await logged(setting, faultCase.name)).at(-1);
      checkCase(faultCase, seen, { options, log, plain: (await observed[plainOf(faultCase)])! });
    });
  }

  it("expired credentials are renewed, and the call made again", async () => {
    let asked = 0;
    const client = clientOf(context, {
      fetch: faulty(`expired-token; times=1; key=${mark().id}`),
      credentials: async () => {
        asked++;
        return { ...setting.credentials, expiration: new Date(Date.now() + 3_600_000) };
      },
    });
    const { body, $metadata } = await client.invokeModelWithResponseStream(ask("Hello"));
    assert.ok((await documentsOf(body)).length > 0);
    assert.equal(asked, 2);
    assert.equal($metadata.attempts, 2);
  });

  it("Retry-After is heeded where it can be read", async () => {
    const waits: number[] = [];
    const client = clientOf(context, {
      fetch: faulty(`throttle; amzRetryAfter=700; times=1; key=${mark().id}`),
      maxAttempts: 2,
      onRetry: (_, { delayMs }) => waits.push(delayMs),
    });
    const { $metadata } = await client.invokeModel(ask("Hello"));
    assert.equal(waits.length, 1);
    assert.ok(runtime.page ? waits[0]! <= 700 : waits[0] === 700, `waited ${waits[0]} ms`);
    assert.equal($metadata.totalRetryDelay, waits[0]);
  });

  it("JSON in place of a stream is an UnexpectedResponseError", async () => {
    const client = clientOf(context, { fetch: faulty("json") });
    const error = await assert.rejects(client.invokeModelWithResponseStream(ask("Hello")));
    assert.ok(error instanceof library.UnexpectedResponseError);
  });
};

export default faults;
