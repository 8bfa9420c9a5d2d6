import {
  createSimulator,
  type InvocationLogEntry,
  simulatorCredentials,
} from "bedrock-fetch/simulator";
import { expect } from "vitest";
import { serve } from "../../src/simulator/node/serve.ts";
import { serveHttp } from "../helpers/http-server.ts";
import type { FaultCase } from "./cases.ts";
import { expectedOf, type Observed, type RunOptions } from "./run.ts";

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
  const server = await serve((request) => {
    const metadata = request.headers.get("x-amzn-bedrock-request-metadata");
    if (metadata !== null) {
      const { case: name } = JSON.parse(metadata);
      requests.set(name, (requests.get(name) ?? 0) + 1);
    }
    return simulator(request);
  });
  const elsewhere = await serveHttp((_, response) => response.end("{}"));
  const options: RunOptions = {
    endpoint: server.url,
    elsewhere: elsewhere.origin,
    credentials: simulatorCredentials,
    hidden: page && !exposeHeaders,
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
      const entry = simulator.invocationLog.findLast(
        ({ requestMetadata }) => requestMetadata?.case === name,
      );
      const attempts = expectedOf(faultCase, options).attempts;
      if (page && faultCase.browserRetries) {
        expect(requests.get(name)).toBeGreaterThanOrEqual(attempts);
        expect(observed.attempts).toBeLessThanOrEqual(attempts);
      } else if (!isOvertaken(faultCase)) {
        expect(observed.attempts).toBe(attempts);
        expect(requests.get(name)).toBe(attempts);
      }
      expectAnswerOrError(faultCase, options, observed);
      expectSent(observed, entry, plain);
    },
    async close() {
      await Promise.all([server.close(), elsewhere.close()]);
    },
  };
}

const isOvertaken = ({ expected }: FaultCase): boolean =>
  "overtakes" in expected && expected.overtakes === true;

function expectAnswerOrError(
  faultCase: FaultCase,
  options: RunOptions,
  { error, documents }: Observed,
): void {
  const expected = expectedOf(faultCase, options);
  if (!("error" in expected)) {
    expect(error).toBeUndefined();
    return;
  }
  const { name, code, retryable, delivered } = expected;
  expect(error).toMatchObject({ isExpected: true, showsSecret: false, name, retryable });
  expect(error!.code).toBe(code);
  expect(error!.message).toMatch(/\w/);
  if (isOvertaken(faultCase)) {
    expect(documents.length).toBeLessThanOrEqual(delivered!);
    expect(error!.eventsDelivered ?? 0).toBe(documents.length);
    return;
  }
  expect(documents).toHaveLength(delivered ?? 0);
  expect(error!.eventsDelivered).toBe(delivered);
}

/** What was given is what the simulator sent: all of it in an answer, a prefix before an error. */
function expectSent(
  { error, documents }: Observed,
  entry: InvocationLogEntry | undefined,
  plain: Observed,
): void {
  const sent = entry?.sent ?? [];
  if (error) {
    expect(documents).toEqual(sent.slice(0, documents.length));
  } else if (entry?.outcome === "complete") {
    expect(documents).toEqual(sent);
  } else {
    // A frame that says nothing came in between, after which the log no longer vouches.
    expect(documents.slice(0, sent.length)).toEqual(sent);
    expect(documents).toHaveLength(plain.documents.length);
  }
}
