import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../helpers/bundles/bundle.ts";
import { faultCases, plainOf } from "../helpers/faults/cases.ts";
import type { Report } from "../helpers/faults/run.ts";
import { startWorker, type Worker } from "../helpers/workerd.ts";
import { type FaultServer, startFaultServer } from "./fault-server.ts";

describe("faults, over HTTP in workerd", () => {
  let server: FaultServer;
  let worker: Worker;
  let report: Report;
  beforeAll(async () => {
    server = await startFaultServer();
    const script = await bundle(join(import.meta.dirname, "run-worker.ts"), {
      platform: "workerd",
    });
    worker = await startWorker({ script });
    const response = await fetch(worker.url, {
      method: "POST",
      body: JSON.stringify(server.options),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${answer}\n${worker.output()}`);
    report = JSON.parse(answer);
  }, 120_000);
  afterAll(() => Promise.all([server.close(), worker.close()]));

  it.each(faultCases.map((faultCase, index) => [faultCase.name, faultCase, index] as const))(
    "%s",
    (_, faultCase, index) => {
      server.check(faultCase, report.observed[index]!, report.observed[plainOf(faultCase)]!);
    },
  );

  it("reach no other origin", () => {
    expect(server.strays).toBe(0);
  });

  it("leave no rejection unhandled", () => {
    expect(report.unhandled).toEqual([]);
    expect(worker.output()).not.toMatch(/uncaught|unhandled/i);
  });
});
