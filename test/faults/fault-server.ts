import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { expect } from "vitest";
import { serve } from "../../src/simulator/node/serve.ts";
import type { FaultCase } from "../helpers/faults/cases.ts";
import {
  checkCase,
  expectedOf,
  isOvertaken,
  type Observed,
  type RunOptions,
} from "../helpers/faults/run.ts";
import { serveHttp } from "../helpers/http-server.ts";

/** The simulator over HTTP, and what it saw of each case. */
export interface FaultServer {
  readonly options: RunOptions;
  /** Asserts that a caller saw what it must, and the simulator too. */
  check(faultCase: FaultCase, observed: Observed, plain: Observed): void;
  /** How many connections clients have open. */
  readonly openConnections: number;
  /** How many requests another origin received. */
  readonly strays: number;
  close(): Promise<void>;
}

export async function startFaultServer(
  given: { exposeHeaders?: boolean; page?: boolean } = {},
): Promise<FaultServer> {
  const { exposeHeaders = true, page = false } = given;
  // A pace, so that each frame travels by itself.
  const simulator = createSimulator({ exposeHeaders, pace: { tokensPerSecond: 500 } });
  const requests = new Map<string, number>();
  const server = await serve(async (request) => {
    const name = await nameOf(request.clone());
    if (name !== undefined) requests.set(name, (requests.get(name) ?? 0) + 1);
    return simulator(request);
  });
  const elsewhere = await serveHttp((_, response) => response.end("{}"));
  const options: RunOptions = {
    endpoint: server.url,
    elsewhere: elsewhere.origin,
    credentials: simulatorCredentials,
    hidden: page && !exposeHeaders,
    resends: page,
  };

  return {
    options,
    get openConnections() {
      return server.openConnections;
    },
    get strays() {
      return elsewhere.received.length;
    },
    check(faultCase, observed, plain) {
      const { name } = faultCase;
      const log = simulator.invocationLog.findLast(
        ({ requestMetadata }) => requestMetadata?.test === name,
      );
      checkCase(faultCase, observed, { options, log, plain });
      const { attempts } = expectedOf(faultCase, options)[0];
      if (page && faultCase.resent) {
        expect(requests.get(name)).toBeGreaterThanOrEqual(attempts);
      } else if (isOvertaken(faultCase)) {
        expect(requests.get(name)).toBeGreaterThanOrEqual(1);
      } else {
        expect(requests.get(name)).toBe(attempts);
      }
    },
    async close() {
      await Promise.all([server.close(), elsewhere.close()]);
    },
  };
}

/** The case whose request this is. */
async function nameOf(request: Request): Promise<string | undefined> {
  const metadata = request.headers.get("x-amzn-bedrock-request-metadata");
  if (metadata !== null) return JSON.parse(metadata).test;
  // A page's preflight has no body.
  return request.method === "POST" && request.url.endsWith("/converse-stream")
    ? (await request.json()).requestMetadata?.test
    : undefined;
}
