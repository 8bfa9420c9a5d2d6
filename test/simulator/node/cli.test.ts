import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { afterEach, expect, it } from "vitest";
import { invocation } from "../invoke.ts";

let child: ChildProcess | undefined;

afterEach(async () => {
  if (child && child.exitCode === null) {
    child.kill();
    await once(child, "exit");
  }
});

/** Starts the command and gives what it prints: the variables that a client needs. */
async function start(...options: string[]): Promise<Record<string, string>> {
  child = spawn(process.execPath, ["src/simulator/node/cli.ts", "--port", "0", ...options]);
  const variables: Record<string, string> = {};
  for await (const line of createInterface({ input: child.stdout! })) {
    const [, name, value] = /^ {2}(AWS_\w+)=(.*)$/.exec(line) ?? [];
    if (name) variables[name] = value!;
    if (line.startsWith("  curl")) break;
  }
  return variables;
}

async function finish(...options: string[]): Promise<{ code: number; output: string }> {
  child = spawn(process.execPath, ["src/simulator/node/cli.ts", ...options]);
  const output: Buffer[] = [];
  child.stdout!.on("data", (piece) => output.push(piece));
  child.stderr!.on("data", (piece) => output.push(piece));
  const [code] = await once(child, "close");
  return { code, output: Buffer.concat(output).toString() };
}

const nova = {
  modelId: "amazon.nova-micro-v1:0",
  body: JSON.stringify({ messages: [{ role: "user", content: [{ text: "hi" }] }] }),
};

it("what it prints is all that the AWS SDK needs", async () => {
  const variables = await start("--first-token-ms", "0", "--tokens-per-second", "0");
  const client = new BedrockRuntimeClient({
    endpoint: variables.AWS_ENDPOINT_URL_BEDROCK_RUNTIME!,
    region: variables.AWS_REGION!,
    credentials: {
      accessKeyId: variables.AWS_ACCESS_KEY_ID!,
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY!,
      sessionToken: variables.AWS_SESSION_TOKEN!,
    },
  });
  const output = await client.send(new InvokeModelCommand(nova));
  expect(new TextDecoder().decode(output.body)).toContain("“hi”");
  client.destroy();
});

it("region, API key, pace and fault are taken from its options", async () => {
  const variables = await start(
    ...["--region", "eu-west-1", "--api-key", "mine", "--first-token-ms", "100"],
    ...["--tokens-per-second", "0", "--fault", "throttle; times=1"],
  );
  expect(variables.AWS_REGION).toBe("eu-west-1");
  const send = () =>
    fetch(
      ...invocation({
        ...nova,
        endpoint: variables.AWS_ENDPOINT_URL_BEDROCK_RUNTIME!,
        headers: { authorization: "Bearer mine" },
      }),
    );
  expect((await send()).status).toBe(429);
  const started = performance.now();
  expect((await send()).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThan(95);
});

it.for([
  [["--help"], 0, "--tokens-per-second"],
  [["--port", "high"], 2, "--port must be a whole number, not 'high'."],
  [["--fault", "explode"], 2, "there is no fault 'explode'"],
  [["--loud"], 2, "--loud"],
] as const)("%j", async ([options, expected, text]) => {
  const { code, output } = await finish(...options);
  expect(output).toContain(text);
  expect(output).not.toContain("    at ");
  expect(code).toBe(expected);
});
