import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";

const require = createRequire(import.meta.url);
const entryPoints = ["index", "credentials", "eventstream", "text", "simulator"];

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "jest-"));
  await build({
    entryPoints: entryPoints.map((name) => ({
      in: join(root, "src", name === "index" ? "index.ts" : `${name}/index.ts`),
      out: name,
    })),
    bundle: true,
    format: "cjs",
    target: "es2022",
    conditions: ["browser"],
    outdir: folder,
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What a script's `report` is called with in jest, in jsdom with these of Node's globals beside. */
async function reportedInJest(script: string, globals: readonly string[] = []): Promise<unknown> {
  const report = join(folder, "report.json");
  const environment = require.resolve("jest-environment-jsdom");
  writeFileSync(
    join(folder, "environment.js"),
    `const { default: JSDOMEnvironment } = require(${JSON.stringify(environment)});
    module.exports = class extends JSDOMEnvironment {
      async setup() {
        await super.setup();
        for (const name of ${JSON.stringify(globals)}) this.global[name] = globalThis[name];
      }
    };`,
  );
  writeFileSync(
    join(folder, "a.test.js"),
    `/** @jest-environment ${join(folder, "environment.js")} */
    const { writeFileSync } = require("node:fs");
    const report = (value) => writeFileSync(${JSON.stringify(report)}, JSON.stringify(value));
    const failureOf = async (action) => {
      try {
        await action();
      } catch ({ name, code, missing, message }) {
        return { name, code, missing, message };
      }
    };
    it("reports", async () => { ${script} });`,
  );
  writeFileSync(join(folder, "jest.config.json"), JSON.stringify({ rootDir: folder }));
  await promisify(execFile)(process.execPath, [
    join(require.resolve("jest/package.json"), "../bin/jest.js"),
    "--config",
    join(folder, "jest.config.json"),
    "--no-cache",
    "--runInBand",
  ]);
  return JSON.parse(readFileSync(report, "utf8"));
}

const lacks = (missing: string) => ({
  name: "UnsupportedRuntimeError",
  code: "UNSUPPORTED_RUNTIME",
  missing,
  message: expect.stringMatching(new RegExp(`no ${missing}\\b.*testEnvironment`)),
});

describe("in jest's jsdom, which has neither fetch nor TransformStream", {
  timeout: 60_000,
}, () => {
  const TEXT = ["TextEncoder", "TextDecoder"];

  it("every entry point can be imported, and clients and providers made", async () => {
    const script = `
      const missing = ["fetch", "TransformStream", "ReadableStream"].filter((it) => it in globalThis);
      const { BedrockRuntime } = require("./index.js");
      const { fromCognitoIdentityPool } = require("./credentials.js");
      const { EventStreamDecoder } = require("./eventstream.js");
      const { textStream } = require("./text.js");
      const { createSimulator } = require("./simulator.js");
      const identityPoolId = "us-east-1:11111111-2222-4333-8444-555555555555";
      const made = [
        new BedrockRuntime({ region: "us-east-1", credentials: fromCognitoIdentityPool({ identityPoolId }) }),
        new EventStreamDecoder(),
        createSimulator(),
        textStream,
      ];
      report({ missing, made: made.length });`;
    expect(await reportedInJest(script, TEXT)).toEqual({ missing: [], made: 4 });
  });

  it("events, text and the simulator can be imported where there is no TextEncoder either", async () => {
    const script = `
      const names = ["eventstream", "text", "simulator"];
      report(names.map((name) => Object.keys(require("./" + name + ".js")).length > 2));`;
    expect(await reportedInJest(script)).toEqual([true, true, true]);
  });

  it("a simulator that is called says what is missing", async () => {
    const script = `
      const { createSimulator } = require("./simulator.js");
      const simulator = createSimulator();
      const url = "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/invoke";
      const failure = await failureOf(() => simulator(url, { method: "POST", body: "{}" }));
      report([failure, simulator.invocationLog.length]);`;
    expect(await reportedInJest(script)).toEqual([lacks("TextEncoder"), 0]);
    expect(await reportedInJest(script, TEXT)).toEqual([lacks("Request"), 0]);
    const fetchApi = [...TEXT, "Request", "Response", "Headers", "ReadableStream"];
    expect(await reportedInJest(script, fetchApi)).toEqual([lacks("crypto.subtle"), 0]);
  });

  it("a call says that fetch is missing, and with one of the caller's own that streams are", async () => {
    const script = `
      const { BedrockRuntime } = require("./index.js");
      const options = { region: "us-east-1", apiKey: "bedrock-api-key-YmVkcm9jaw" };
      let requests = 0;
      const fetch = async () => {
        requests++;
        return { status: 200, ok: true, headers: new Headers(), text: async () => '{"a":1}' };
      };
      const input = { modelId: "m", body: "{}" };
      const without = new BedrockRuntime(options);
      const client = new BedrockRuntime({ ...options, fetch });
      report([
        await failureOf(() => without.invokeModel(input)),
        await failureOf(() => without.invokeModelWithResponseStream(input)),
        (await client.invokeModel(input)).body.json(),
        requests,
        await failureOf(() => client.invokeModelWithResponseStream(input)),
        requests,
      ]);`;
    expect(await reportedInJest(script, TEXT)).toEqual([
      lacks("fetch"),
      lacks("TransformStream"),
      { a: 1 },
      1,
      lacks("TransformStream"),
      1,
    ]);
  });

  it("a stream that is made says that TransformStream is missing", async () => {
    const script = `
      const { EventStreamDecoderStream } = require("./eventstream.js");
      const text = require("./text.js");
      const streams = [EventStreamDecoderStream, text.AnswerDocumentStream, text.AnswerEventStream, text.AnswerTextStream];
      report(await Promise.all(streams.map((Stream) => failureOf(() => new Stream()))));`;
    expect(await reportedInJest(script, TEXT)).toEqual(Array(4).fill(lacks("TransformStream")));
  });
});

describe("in Node", () => {
  it("where there is TransformStream, the streams are ones", async () => {
    const { EventStreamDecoderStream } = await import("bedrock-fetch/eventstream");
    const { AnswerTextStream } = await import("bedrock-fetch/text");
    for (const Stream of [EventStreamDecoderStream, AnswerTextStream]) {
      expect(new Stream()).toBeInstanceOf(TransformStream);
      expect(new Stream()).toBeInstanceOf(Stream);
    }
  });
});
