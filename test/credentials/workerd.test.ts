/** The cache in workerd itself, where one request must never wait for another's I/O. */
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { build } from "esbuild";
import { afterEach, describe, expect, it } from "vitest";
import { startWorker, type Worker } from "../helpers/workerd.ts";
import { identityPoolId, type Simulated, simulated } from "./simulated.ts";

const source = (path: string) =>
  JSON.stringify(new URL(`../../src/${path}`, import.meta.url).pathname);

/** A cache at module scope, in front of a Cognito that is slow. */
const script = `
  import { fromCognitoIdentityPool } from ${source("credentials/index.ts")};
  import { credentialsCache } from ${source("credentials/credentials-cache.ts")};

  let cache;
  export default {
    async fetch(request, env) {
      cache ??= credentialsCache(
        fromCognitoIdentityPool({ identityPoolId: ${JSON.stringify(identityPoolId)}, endpoint: env.ENDPOINT }),
      );
      const { accessKeyId } = await cache.get();
      return new Response(accessKeyId);
    },
  };
  // What runs at import must be allowed at module scope.
  credentialsCache(fromCognitoIdentityPool({ identityPoolId: ${JSON.stringify(identityPoolId)} }));
`;

/** The Worker; or, for comparison, one that takes its runtime for one whose requests share work. */
const bundle = async (sharesPendingWork: boolean): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    format: "esm",
    write: false,
    plugins: [
      {
        name: "share pending work",
        setup({ onLoad }) {
          if (!sharesPendingWork) return;
          onLoad({ filter: /src\/runtime\.ts$/ }, () => ({
            contents: `
              export const ioIsBoundToRequest = () => false;
              export const environment = () => undefined;`,
          }));
        },
      },
    ],
  });
  return outputFiles[0]!.text;
};

/** Where requests to Cognito wait until they are let through. */
class Gate {
  open: () => void = () => {};
  readonly #opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });
  readonly #waiting: Request[] = [];
  #changed = () => {};

  async pass(request: Request): Promise<void> {
    this.#waiting.push(request);
    this.#changed();
    await this.#opened;
  }

  /** Resolves once this many have arrived. */
  async has(count: number): Promise<void> {
    while (this.#waiting.length < count) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** Resolves once the first that came has been given up. */
  async firstLeft(): Promise<void> {
    const { signal } = this.#waiting[0]!;
    if (!signal.aborted) await once(signal, "abort");
  }
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(
  sharesPendingWork: boolean,
): Promise<{ worker: Worker; aws: Simulated; gate: Gate }> {
  const gate = new Gate();
  const aws = await simulated(
    { cognito: { pools: [{ identityPoolId, allowGuests: true }] } },
    (request) => gate.pass(request),
  );
  closing.push(() => aws[Symbol.asyncDispose]());
  const worker = await startWorker({
    script: await bundle(sharesPendingWork),
    bindings: { ENDPOINT: aws.url },
  });
  closing.push(() => worker.close());
  return { worker, aws, gate };
}

/**
 * A request, its answer's status and text, and how to cut its connection. It is cut by a reset,
 * which workerd notices at once; of a connection that is merely closed it learns when it writes.
 */
function ask(url: string): { answer: Promise<string | undefined>; cut(): void } {
  const request = httpRequest(url, { agent: false });
  const answer = new Promise<string | undefined>((resolve) => {
    request.on("close", () => resolve(undefined));
    request.on("error", () => {});
    request.on("response", async (response) => {
      resolve(`${response.statusCode} ${(await response.toArray()).join("")}`);
    });
  });
  request.end();
  return { answer, cut: () => request.socket?.resetAndDestroy() };
}

describe("a cache at a Worker's module scope", () => {
  it("of twenty concurrent requests the first goes away, and all others finish", async () => {
    const { worker, aws, gate } = await start(false);
    const first = ask(worker.url);
    await gate.has(1);
    const others = Array.from({ length: 19 }, () => ask(worker.url));
    await gate.has(20);
    first.cut();
    await gate.firstLeft();
    gate.open();
    for (const { answer } of others) expect(await answer).toMatch(/^200 ASIA/);
    expect(await first.answer).toBeUndefined();

    // The value serves those who come later.
    const asked = aws.received.length;
    expect(await ask(worker.url).answer).toMatch(/^200 ASIA/);
    expect(aws.received.length).toBe(asked);
  });

  it("that test would show it: where pending work is shared, the others do not finish", async () => {
    const { worker, aws, gate } = await start(true);
    const first = ask(worker.url);
    await gate.has(1);
    const others = Array.from({ length: 19 }, () => ask(worker.url));
    // They wait for the first one's promise and do nothing that could be awaited here.
    await new Promise((resolve) => setTimeout(resolve, 500));
    first.cut();
    await gate.firstLeft();
    gate.open();
    const patience = setTimeout(() => {
      for (const { cut } of others) cut();
    }, 2_000);
    const answers = await Promise.all(others.map(({ answer }) => answer));
    clearTimeout(patience);
    expect(aws.operations).toEqual(["GetId"]);
    expect(answers.filter((answer) => answer?.startsWith("200"))).toEqual([]);
  });
});
