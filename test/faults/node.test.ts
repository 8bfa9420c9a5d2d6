import * as library from "bedrock-fetch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultCases } from "./cases.ts";
import { type FaultServer, startFaultServer } from "./fault-server.ts";
import { type Report, runCases } from "./run.ts";

describe("faults, over HTTP in Node", () => {
  let server: FaultServer;
  let report: Report;
  beforeAll(async () => {
    server = await startFaultServer();
    report = await runCases(library, faultCases, server.options);
  }, 120_000);
  afterAll(() => server.close());

  it.each(faultCases.map((faultCase, index) => [faultCase.name, faultCase, index] as const))(
    "%s",
    (_, faultCase, index) => {
      server.check(faultCase, report.observed[index]!, report.observed[0]!);
    },
  );

  it("no other origin heard of any", () => {
    expect(server.strays).toBe(0);
  });
});
