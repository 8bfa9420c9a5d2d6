import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CONTENTS } from "../../helpers/bundles/contents.ts";
import { edgeBundle } from "../../helpers/bundles/edge-bundle.ts";
import { claudeStream } from "../input.ts";
import { ANSWERS, type Cold, check, columnsOf, contenders, STREAM } from "./contenders.ts";
import { type NodeProcesses, nodeProcesses } from "./node.ts";
import { type Server, startServer } from "./server.ts";
import { whyNot, workerdSample } from "./workerd.ts";

const NAMES = [
  "bedrock-fetch",
  "@aws-sdk/client-bedrock-runtime",
  "@ai-sdk/amazon-bedrock",
  "floor: bytes dropped",
  "floor: signed, through a TransformStream",
];

let all: readonly Cold[];
let processes: NodeProcesses;
let server: Server;

beforeAll(async () => {
  [all, processes, server] = await Promise.all([contenders(), nodeProcesses(), startServer()]);
}, 60_000);
afterAll(() => {
  processes.close();
  server.close();
});

const contender = (name: string): Cold => all.find((cold) => cold.name === name)!;
const increases = (times: readonly number[]): boolean =>
  times.every((time, i) => time > (times[i - 1] ?? 0));

describe("a cold start", () => {
  it("is asked for 300 deltas, each time the same", async () => {
    expect(STREAM.frames).toHaveLength(300 + 5);
    expect(STREAM.bytes).toEqual(claudeStream(300).bytes);
    expect(all.map(({ name }) => name)).toEqual(NAMES);
  });

  it("gets over HTTP what it gets from memory, in pieces", async () => {
    const response = await fetch(server.origin, { method: "POST" });
    const pieces: Uint8Array[] = [];
    for await (const piece of response.body!) pieces.push(piece);
    expect(Buffer.concat(pieces)).toEqual(Buffer.from(STREAM.bytes));
    expect(pieces.length).toBeGreaterThan(1);
  });

  it("imports this client, the answer's reader for the benchmark and nothing else", async () => {
    const client = await edgeBundle(CONTENTS.client.code);
    expect(contender("bedrock-fetch").bundle.length / client.length).toBeLessThan(1.05);
    for (const { bundle } of all) expect(bundle).not.toMatch(/from\s*"node:/);
  });

  describe.each(NAMES)("of %s", (name) => {
    it.each(["memory", "HTTP"])("reads each answer whole in Node, from %s", (from) => {
      const times = processes.sample(contender(name), from === "HTTP" ? server.origin : undefined);
      expect(times).toHaveLength(1 + ANSWERS);
      expect(increases(times)).toBe(true);
    });

    it.skipIf(whyNot())("reads each answer whole in workerd", async () => {
      const times = await workerdSample(contender(name), server.origin);
      expect(times).toHaveLength(1 + ANSWERS);
      expect(increases(times)).toBe(true);
    });

    it("counts for nothing if an answer is not read whole, or not as it was written", () => {
      const cold = contender(name);
      const counts = Array.from({ length: ANSWERS }, () => cold.count);
      const text = cold.isClient ? STREAM.text : "";
      expect(() => check(cold, { counts, text })).not.toThrow();
      expect(() => check(cold, { counts: counts.with(7, cold.count - 1), text })).toThrow(name);
      expect(() => check(cold, { counts: counts.slice(1), text })).toThrow(name);
      if (cold.isClient) expect(() => check(cold, { counts, text: "" })).toThrow("reads wrong");
    });
  });

  it("takes the first answer with import and construction, the others alone", () => {
    const times = Array.from({ length: 1 + ANSWERS }, (_, i) => 10 + i ** 2);
    expect(columnsOf(times)).toEqual([10, 11, 3, 39]);
  });
});
