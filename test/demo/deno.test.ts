import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createSimulator, type Simulator } from "bedrock-fetch/simulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Server, serve } from "../../src/simulator/node/serve.ts";
import { environmentFor, type Program, start } from "./program.ts";

const root = join(import.meta.dirname, "../..");
const deno = join(root, "node_modules/.bin/deno");
const script = "demo/deno/chat.ts";
const question = "Tell me about event streams";

/** The variables that the script's own first lines say to allow. */
const allowEnv = /--allow-env=\S+/.exec(readFileSync(join(root, script), "utf8"))![0];

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

const run = (command: string, args: string[], env: Record<string, string> = {}): Program => {
  const program = start(command, args, { DENO_NO_UPDATE_CHECK: "1", TERM: "xterm", ...env });
  programs.push(program);
  return program;
};

const allowNet = () => `--allow-net=${new URL(server.url).host}`;

/** What is not allowed is refused, and nobody is asked. */
const flags = (args: string[], allow: string[] = [allowNet()]): string[] => [
  "run",
  "--no-prompt",
  ...allow,
  script,
  ...args,
];

/** The chat with the simulator; nothing is piped into it unless a test does. */
const chat = (args: string[]): Program => run(deno, flags(["--simulator", server.url, ...args]));

/** What the simulator has said, by its own log. */
const said = (at = 0): string =>
  simulator.invocationLog[at]!.sent.map((document) => JSON.parse(document))
    .map((document) => document.contentBlockDelta?.delta.text ?? "")
    .join("");

const outcome = (at = 0) => simulator.invocationLog[at]?.outcome;

describe("the chat for Deno", () => {
  it("has types that hold in Deno", async () => {
    const check = ["check", "--import-map=demo/deno/deno.json", script];
    await expect(promisify(execFile)(deno, check, { cwd: root })).resolves.toBeDefined();
  }, 60_000);
});

describe("a question", () => {
  it("is answered as the model writes, with the network of one host allowed and no more", async () => {
    simulator.pace = { tokensPerSecond: 100 };
    const program = chat([question]);

    expect(await program.exited).toBe(0);
    expect(program.stderr).toBe("");
    expect(program.stdout).toBe(`${said()}\n`);
    expect(program.written.length).toBeGreaterThan(20);
  });

  it("goes to AWS by the variables that the first lines name", async () => {
    const args = flags(
      [question, "--model", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"],
      [allowNet(), allowEnv],
    );
    const program = run(deno, args, environmentFor(server.url));

    expect(await program.exited).toBe(0);
    expect(program.stdout).toContain(question);
    expect(simulator.invocationLog).toMatchObject([
      {
        identity: "ASIASIMULATOREXAMPLE",
        modelId: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        outcome: "complete",
      },
    ]);
  });

  it("can be piped in", async () => {
    const program = chat([]);
    program.stdin.end("What is\na pipe?\n");

    expect(await program.exited).toBe(0);
    expect(program.stdout).toContain("What is a pipe?");
  });

  it("with --json is answered by an event a line", async () => {
    const program = chat(["--json", question]);

    expect(await program.exited).toBe(0);
    const lines = program.stdout.trimEnd().split("\n");
    const events = lines.map((line) => JSON.parse(line));
    const text = events.filter(({ type }) => type === "text").map((event) => event.text);
    expect(text.join("")).toBe(said());
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set(["text", "stop", "usage", "latency"]),
    );
    expect(events.find(({ type }) => type === "usage").usage.outputTokens).toBe(
      simulator.invocationLog[0]!.outputTokenCount,
    );
  });

  it("whose reader goes away ends without a word", async () => {
    simulator.pace = { tokensPerSecond: 50 };
    const args = flags(["--simulator", server.url, "Hello"]).join(" ");
    const program = run("bash", ["-o", "pipefail", "-c", `${deno} ${args} | head -c 10`]);

    expect(await program.exited).toBe(0);
    expect(program.stderr).toBe("");
    await vi.waitFor(() => expect(outcome()).toBe("canceled"));
  });

  it("that fails says why, and no stack", async () => {
    simulator.faults.push({
      fault: "error",
      name: "AccessDeniedException",
      message: "No.",
    });
    const program = chat([question]);

    expect(await program.exited).toBe(1);
    expect(program.stdout).toBe("");
    expect(program.stderr).toBe("AccessDeniedException: No.\n");
  });

  it("says which permission is missing", async () => {
    const noNet = run(deno, flags(["--simulator", server.url, question], []));
    const noEnv = run(deno, flags([question]), environmentFor(server.url));

    expect(await noNet.exited).toBe(1);
    expect(noNet.stderr).toContain(`Requires net access to "${new URL(server.url).host}"`);
    expect(await noEnv.exited).toBe(1);
    expect(noEnv.stderr).toContain('Requires env access to "AWS_REGION"');
    expect(simulator.invocationLog).toEqual([]);
  });
});

describe("Ctrl-C", () => {
  it("stops the only answer and with it the program", async () => {
    simulator.pace = { tokensPerSecond: 20 };
    const program = chat([question]);
    await program.saw(/\w+ \w+ \w+/);
    program.interrupt();

    expect(await program.exited).toBe(130);
    expect(program.stderr).toBe("");
    await vi.waitFor(() => expect(outcome()).toBe("canceled"));
  });

  it("stops a model that has not begun", async () => {
    simulator.pace = { firstTokenMs: 60_000 };
    const program = chat([question]);
    await vi.waitFor(() => expect(outcome()).toBe("open"), 10_000);
    program.interrupt();

    expect(await program.exited).toBe(130);
    await vi.waitFor(() => expect(outcome()).toBe("canceled"));
  });

  it("in a conversation stops the answer, and at the prompt the program", async () => {
    simulator.pace = { tokensPerSecond: 20 };
    const args = flags(["--simulator", server.url]).join(" ");
    // A terminal of its own, whose keys are what is written to it.
    const program = run("script", ["-qfec", `${deno} ${args}`, "/dev/null"]);
    await program.saw("> ");
    program.stdin.write("First question\r");
    await program.saw(/First question[”’"] ?\S* \w+ \w+/);
    program.stdin.write("\x03");
    await vi.waitFor(() => expect(outcome(0)).toBe("canceled"));

    simulator.pace = {};
    await program.saw(/\^C[\s\S]*> /);
    program.stdin.write("Second question\r");
    await vi.waitFor(() => expect(outcome(1)).toBe("complete"), 5_000);
    await program.saw(said(1).slice(-20));
    // The question, what was said of its answer, and the next question.
    const [first, second] = simulator.invocationLog;
    expect(second!.inputTokenCount).toBeGreaterThan(2 * first!.inputTokenCount!);

    await program.saw(/[.!] ?\P{ASCII}*\s+> $/u);
    program.stdin.write("\x03");
    expect(await program.exited).toBe(130);
  });
});
