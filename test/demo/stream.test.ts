import { createSimulator, type Simulator } from "bedrock-fetch/simulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Server, serve } from "../../src/simulator/node/serve.ts";
import { environmentFor, type Program, start } from "./program.ts";

const question = "Tell me about event streams";

let simulator: Simulator;
let server: Server;
let programs: Program[];

beforeEach(async () => {
  simulator = createSimulator();
  server = await serve(simulator);
  programs = [];
});

afterEach(async () => {
  for (const program of programs) program.kill();
  await server.close();
});

const run = (command: string, args: string[], env?: Record<string, string>): Program => {
  const program = start(command, args, env);
  programs.push(program);
  return program;
};

const stream = (args: string[], env?: Record<string, string>): Program =>
  run("npm", ["run", "--silent", "stream", "--", ...args], env);

describe("npm run stream", () => {
  it("without an account a simulator answers, token by token", async () => {
    const program = stream([question]);

    expect(await program.exited).toBe(0);
    expect(program.stderr).toContain("a simulator answers");
    expect(program.stdout).toMatch(/^.*Tell me about event streams.*\n[\s\S]+\n$/);
    expect(program.written.length).toBeGreaterThan(20);
    // Its model takes 25 ms a token.
    expect(program.written.at(-1)! - program.written[0]!).toBeGreaterThan(1_000);
  });

  it("with a region and credentials in the environment the service answers, signed for", async () => {
    const program = stream([question], environmentFor(server.url));

    expect(await program.exited).toBe(0);
    expect(program.stderr).toBe("");
    expect(simulator.invocationLog).toMatchObject([
      {
        operation: "InvokeModelWithResponseStream",
        modelId: "us.amazon.nova-2-lite-v1:0",
        identity: "ASIASIMULATOREXAMPLE",
        outcome: "complete",
      },
    ]);
    const said = simulator.invocationLog[0]!.sent.map((document) => JSON.parse(document))
      .map((document) => document.contentBlockDelta?.delta.text ?? "")
      .join("");
    expect(program.stdout).toBe(`${said}\n`);
  });

  it.each([
    "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    "openai.gpt-oss-20b-1:0",
    "us.amazon.nova-pro-v1:0",
  ])("--model %s", async (model) => {
    const program = stream([question, "--model", model], environmentFor(server.url));

    expect(await program.exited).toBe(0);
    expect(program.stdout).toContain(question);
    expect(simulator.invocationLog).toMatchObject([{ modelId: model, outcome: "complete" }]);
  });

  it("MODEL_ID names the model, too", async () => {
    const modelId = "amazon.nova-micro-v1:0";
    const program = stream([], { ...environmentFor(server.url), MODEL_ID: modelId });

    expect(await program.exited).toBe(0);
    expect(simulator.invocationLog).toMatchObject([{ modelId, outcome: "complete" }]);
  });

  it.each<[why: string, env: Record<string, string>, message: string]>([
    ["a wrong secret", { AWS_SECRET_ACCESS_KEY: "wrong" }, "InvalidSignatureException: "],
    ["half of a key", { AWS_SECRET_ACCESS_KEY: "" }, "AWS_SECRET_ACCESS_KEY is missing"],
    ["an unknown model", { MODEL_ID: "x" }, "ValidationException: The provided model identifier"],
    ["nobody there", { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: "http://127.0.0.1:9" }, "127.0.0.1:9"],
  ])("%s is an error that says so, and no stack", async (_why, env, message) => {
    const program = stream([question], { ...environmentFor(server.url), ...env });

    expect(await program.exited).toBe(1);
    expect(program.stdout).toBe("");
    expect(program.stderr).toContain(message);
    expect(program.stderr).not.toContain("    at ");
  });

  it("an error within the answer comes after what was said before it", async () => {
    simulator.faults.push({ fault: "cut", after: 20 });
    const program = stream([question], environmentFor(server.url));

    expect(await program.exited).toBe(1);
    expect(program.stdout.length).toBeGreaterThan(20);
    expect(program.stderr).toContain("IncompleteStreamError: ");
  });

  it("Ctrl-C stops the answer and its connection", async () => {
    simulator.pace = { tokensPerSecond: 20 };
    const program = stream([question], environmentFor(server.url));
    await program.saw(/\w+ \w+ \w+/);
    program.interrupt();

    expect(await program.exited).toBe(130);
    expect(program.stderr).toBe("");
    await vi.waitFor(() => expect(simulator.invocationLog[0]!.outcome).toBe("canceled"));
  });

  it("a reader that goes away stops the answer and its connection, without a word", async () => {
    simulator.pace = { tokensPerSecond: 50 };
    const program = run(
      "bash",
      ["-o", "pipefail", "-c", `npm run --silent stream | head -c 20`],
      environmentFor(server.url),
    );

    expect(await program.exited).toBe(0);
    expect(program.stderr).toBe("");
    expect(Buffer.byteLength(program.stdout)).toBe(20);
    await vi.waitFor(() => expect(simulator.invocationLog[0]!.outcome).toBe("canceled"));
  });
});
