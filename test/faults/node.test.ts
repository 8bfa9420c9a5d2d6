import * as library from "bedrock-fetch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awsSdkUnderFaults } from "./aws-sdk.ts";
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

  it("beside the official SDK, for information", { timeout: 60_000 }, async () => {
    const beside = await startFaultServer();
    const theirs = await awsSdkUnderFaults(faultCases, beside.options);
    const lines = report.observed.map(({ name, error, documents }, index) => {
      const after = documents.length === 0 ? "" : ` after ${documents.length} events`;
      const ours = error ? `${error.code ?? error.name}${after}` : `completes${after}`;
      return `${name.padEnd(55)} ${ours.padEnd(46)} ${theirs[index]}`;
    });
    const title = `${"".padEnd(55)} ${"bedrock-fetch".padEnd(46)} @aws-sdk/client-bedrock-runtime`;
    console.log([title, ...lines].join("\n"));
    await beside.close();
  });
});
