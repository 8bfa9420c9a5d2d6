import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";
import { bundle } from "../helpers/bundles/bundle.ts";
import { type HttpServer, serveHttp } from "../helpers/http-server.ts";
import { printedBy } from "./programs.ts";

let folder: string;
let server: HttpServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "limits-"));
  const library = await bundle(join(root, "src/index.ts"), { platform: "browser" });
  writeFileSync(join(folder, "bedrock-fetch.mjs"), library);
  server = await serveHttp(({ target }, response) => {
    // Headers never come, or nothing after them.
    if (target.includes("/silent/")) response.writeHead(200).write('{"a"');
  });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Calls with three attempts, of which it prints the failure and how many were made. */
const program = (modelId: string, method = "invokeModel") => `
  import { BedrockRuntime } from "./bedrock-fetch.mjs";
  let attempts = 0;
  const client = new BedrockRuntime({
    region: "us-east-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    endpoint: ${JSON.stringify(server.origin)},
    fetch: (...args) => (attempts++, fetch(...args)),
    maxAttempts: 3,
  });
  const { name, code, message, retryable, cause } = await client
    .${method}({ modelId: ${JSON.stringify(modelId)} })
    .catch((error) => error);
  console.log(JSON.stringify({ attempts, name, code, message, retryable, cause: cause.name }));`;

describe("in Deno, a permission that is missing", () => {
  it.each<[string, string[]]>([
    ["because it was not given", []],
    ["because it was denied", ["--allow-net", "--deny-net=127.0.0.1"]],
    ["because it is another host's", ["--allow-net=example.com"]],
  ])("%s is named, and not asked for again", { timeout: 30_000 }, async (_, permissions) => {
    for (const method of ["invokeModel", "invokeModelWithResponseStream"]) {
      const args = ["run", "--no-prompt", "--no-remote", "--allow-read", ...permissions];
      const printed = await printedBy("deno", args, program("m", method), folder);
      const failure = JSON.parse(printed);
      expect(failure).toMatchObject({
        attempts: 1,
        name: "NetworkError",
        code: "NETWORK",
        retryable: false,
        cause: "NotCapable",
      });
      expect(failure.message).toContain("--allow-net");
      expect(failure.message).toContain("127.0.0.1");
    }
  });
});

describe("Bun's own time limit", () => {
  it.each([
    ["on headers", "never"],
    ["on silence within a body", "silent"],
  ])(
    "%s ends a call that is paid for, and it is not asked again",
    { timeout: 60_000 },
    async (_, id) => {
      const before = server.received.length;
      const env = { BUN_CONFIG_HTTP_IDLE_TIMEOUT: "2" };
      const printed = await printedBy("bun", ["run"], program(id), folder, env);
      expect(JSON.parse(printed)).toMatchObject({
        attempts: 1,
        name: "NetworkError",
        retryable: false,
        cause: "TimeoutError",
      });
      expect(server.received.length - before).toBe(1);
    },
  );
});
