import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { BedrockRuntime } from "bedrock-fetch";
import { fromCognitoIdentityPool, fromWebIdentity } from "bedrock-fetch/credentials";
import type { InvocationLogEntry } from "bedrock-fetch/simulator";
import { afterEach, describe, expect, it } from "vitest";
import { invocation } from "../invoke.ts";

let child: ChildProcess | undefined;

async function stop(): Promise<void> {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill();
    await once(child, "exit");
  }
}

afterEach(stop);

let lines: AsyncIterator<string>;

/** Starts the command and returns what it prints: the variables that a client needs. */
async function start(...options: string[]): Promise<Record<string, string>> {
  child = spawn(process.execPath, ["src/simulator/node/cli.ts", "--port", "0", ...options]);
  const variables: Record<string, string> = {};
  lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  for (;;) {
    const line: string = (await lines.next()).value;
    const [, name, value] = /^ {2}(AWS_\w+)=(.*)$/.exec(line) ?? [];
    if (name) variables[name] = value!;
    if (line.startsWith("  curl")) break;
  }
  return variables;
}

/** The next entry of the log that the command prints. */
async function nextEntry(): Promise<InvocationLogEntry> {
  for (;;) {
    const line: string = (await lines.next()).value;
    if (line.startsWith("{")) return JSON.parse(line);
  }
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

describe("the command bedrock-fetch-simulator", () => {
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
      ...["--fault", "html; times=1"],
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
    expect((await send()).status).toBe(503);
    const started = performance.now();
    expect((await send()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(95);
  });

  it.for([
    [["--help"], 0, "--tokens-per-second"],
    [["--port", "high"], 2, "--port must be a whole number, not 'high'."],
    [["--fault", "explode"], 2, "there is no fault 'explode'"],
    [["--alias", "mine"], 2, "--alias must be ID=MODEL, not 'mine'."],
    [["--loud"], 2, "--loud"],
  ] as const)("%j", async ([options, expected, text]) => {
    const { code, output } = await finish(...options);
    expect(output).toContain(text);
    expect(output).not.toContain("    at ");
    expect(code).toBe(expected);
  });

  it("says that the port is in use, and what may use it", async () => {
    const { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url } = await start();
    const running = child!;
    const port = new URL(url!).port;
    expect(await finish("--port", port)).toEqual({
      code: 2,
      output: expect.stringMatching(new RegExp(`Port ${port} is in use.*another port`)),
    });
    child = running;
  });

  it("it prints the log as lines of JSON, and no log where none is wanted", async () => {
    const quick = ["--first-token-ms", "0", "--tokens-per-second", "0"];
    const headers = { authorization: "Bearer simulator-api-key" };
    const { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: endpoint = "" } = await start(...quick);
    const streamed = await fetch(...invocation({ ...nova, stream: true, endpoint, headers }));
    await streamed.arrayBuffer();
    expect(await nextEntry()).toMatchObject({
      operation: "InvokeModelWithResponseStream",
      modelId: nova.modelId,
      input: JSON.parse(nova.body),
      identity: "api-key",
      outcome: "complete",
      status: 200,
    });
    await fetch(...invocation({ ...nova, endpoint, headers: { authorization: "Bearer other" } }));
    expect(await nextEntry()).toMatchObject({ errorCode: "AccessDeniedException" });
    await stop();

    const silent = await start(...quick, "--no-log");
    const address = silent.AWS_ENDPOINT_URL_BEDROCK_RUNTIME ?? "";
    await fetch(...invocation({ ...nova, endpoint: address, headers }));
    child!.kill();
    const rest: string[] = [];
    for (let line = await lines.next(); !line.done; line = await lines.next())
      rest.push(line.value);
    expect(rest.filter((line) => line.startsWith("{"))).toEqual([]);
  });

  const identityPoolId = "us-east-1:11111111-2222-3333-4444-555555555555";
  const roleArn = "arn:aws:iam::123456789012:role/chat";
  const jwt = (claims: object) =>
    ["{}", JSON.stringify(claims), "signature"]
      .map((part) => btoa(part).replace(/=+$/, ""))
      .join(".");

  it("pools, roles, issuers and models are taken from its options", async () => {
    const variables = await start(
      ...["--pool", identityPoolId, "--role", roleArn, "--issuer", "https://sign-in.example"],
      ...[
        "--issuer",
        "https://other.example/",
        "--model",
        nova.modelId,
        "--alias",
        `mine=${nova.modelId}`,
      ],
      ...["--first-token-ms", "0", "--tokens-per-second", "0"],
    );
    const endpoint = variables.AWS_ENDPOINT_URL_BEDROCK_RUNTIME ?? "";
    const ask = (
      credentials: ConstructorParameters<typeof BedrockRuntime>[0]["credentials"],
      modelId = nova.modelId,
    ) =>
      new BedrockRuntime({ region: "us-east-1", endpoint, credentials }).invokeModel({
        ...nova,
        modelId,
      });
    const pool = { identityPoolId, endpoint, region: "us-east-1" };
    const role = { roleArn, endpoint, region: "us-east-1" };

    const guest = fromCognitoIdentityPool({
      ...pool,
      basicFlow: (webIdentityToken) => fromWebIdentity({ ...role, webIdentityToken }),
    });
    await ask(guest);
    await ask(guest, "mine");
    const signedIn = jwt({ iss: "https://sign-in.example", sub: "someone" });
    await ask(fromCognitoIdentityPool({ ...pool, logins: { "sign-in.example": signedIn } }));
    await ask(
      fromWebIdentity({ ...role, webIdentityToken: jwt({ iss: "https://other.example/" }) }),
    );
    await expect(
      ask(fromWebIdentity({ ...role, webIdentityToken: jwt({ iss: "https://nobody.example" }) })),
    ).rejects.toThrow();
    await expect(ask(guest, "amazon.nova-pro-v1:0")).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });
});
