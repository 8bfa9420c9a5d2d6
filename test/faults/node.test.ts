import * as library from "bedrock-fetch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FaultCase, faultCases, plainOf } from "../helpers/faults/cases.ts";
import { type Report, runCases } from "../helpers/faults/run.ts";
import { awsSdkUnderFaults } from "./aws-sdk.ts";
import { type FaultServer, startFaultServer } from "./fault-server.ts";

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
      server.check(faultCase, report.observed[index]!, report.observed[plainOf(faultCase)]!);
    },
  );

  it("reach no other origin", () => {
    expect(server.strays).toBe(0);
  });

  it("lead to the exceptions that the official SDK throws", { timeout: 60_000 }, async () => {
    const beside = await startFaultServer();
    const theirs = await awsSdkUnderFaults(faultCases, beside.options);
    await beside.close();
    const ours = report.observed.map(({ error, documents }) => {
      const after = documents.length === 0 ? "" : ` after ${documents.length} events`;
      return error ? `${error.code ?? error.name}${after}` : `completes${after}`;
    });
    const title = `${"".padEnd(55)} ${"bedrock-fetch".padEnd(46)} @aws-sdk/client-bedrock-runtime`;
    const lines = faultCases.map(
      ({ name }, i) => `${name.padEnd(55)} ${ours[i]!.padEnd(46)} ${theirs[i]}`,
    );
    console.log([title, ...lines].join("\n"));

    const modeled = [...faultCases.keys()].filter((i) => namesException(faultCases[i]!));
    expect(modeled.length).toBeGreaterThan(20);
    expect(modeled.map((i) => theirs[i])).toEqual(modeled.map((i) => ours[i]));
    expect(theirs[0]).toBe(ours[0]);
  });
});

/** Whether the fault is an exception of the service's model, in its usual form. */
const namesException = ({ fault = "", expected }: FaultCase): boolean =>
  /^(error|exception); name=\w+(; after=\d+)?$/.test(fault) &&
  "error" in expected &&
  expected.error === expected.name;
