import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { type InvocationLogEntry, simulatorCredentials } from "bedrock-fetch/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromSource, root } from "../../helpers/built.ts";
import { claudeBody, signedRequest } from "../auth/signed-request.ts";

const here = (name: string) => join(import.meta.dirname, name);
const program = (name: string) => join(root, "node_modules/.bin", name);

const servers = [
  [
    "Node, by serve(simulator)",
    process.execPath,
    [fromSource, "--disable-warning=ExperimentalWarning", here("node.ts")],
  ],
  ["Bun.serve({ fetch: simulator })", program("bun"), ["run", here("bun.ts")]],
  [
    "Deno.serve(simulator)",
    program("deno"),
    [
      ...["run", "--no-prompt", "--cached-only", `--import-map=${here("deno.json")}`],
      ...["--allow-net=127.0.0.1", here("deno.ts")],
    ],
  ],
] as const;

const modelId = "us.amazon.nova-2-lite-v1:0";
const messages = [{ role: "user" as const, content: [{ text: "Hello" }] }];

describe.each(servers)("a simulator served by %s", (_, file, args) => {
  let child: ChildProcess;
  let lines: Interface;
  let entries: AsyncIterator<string>;
  let url: string;

  beforeAll(async () => {
    child = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
    lines = createInterface({ input: child.stdout! });
    entries = lines[Symbol.asyncIterator]();
    url = (await entries.next()).value;
  });
  afterAll(async () => {
    lines.close();
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  });

  const nextEntry = async (): Promise<InvocationLogEntry> =>
    JSON.parse((await entries.next()).value);

  const client = () =>
    new BedrockRuntimeClient({
      region: "us-east-1",
      endpoint: url,
      credentials: simulatorCredentials,
      maxAttempts: 1,
      requestHandler: new FetchHttpHandler(),
    });

  it("answers the AWS SDK, whole and streamed, and logs both", async () => {
    const body = JSON.stringify({ messages });
    const whole = await client().send(new InvokeModelCommand({ modelId, body }));
    expect(new TextDecoder().decode(whole.body)).toContain("Hello");
    expect(await nextEntry()).toMatchObject({
      operation: "InvokeModel",
      outcome: "complete",
      input: { messages },
    });

    const { stream } = await client().send(new ConverseStreamCommand({ modelId, messages }));
    const names: string[] = [];
    for await (const event of stream!) names.push(...Object.keys(event));
    expect(names.at(-1)).toBe("metadata");
    expect(await nextEntry()).toMatchObject({ operation: "ConverseStream", outcome: "complete" });
  });

  it("refuses a wrong signature", async () => {
    const request = await signedRequest(`${url}/model/a.b/invoke`, claudeBody, {
      credentials: { ...simulatorCredentials, secretAccessKey: "wrong" },
    });
    const response = await fetch(request);
    expect(response.status).toBe(403);
    expect(response.headers.get("x-amzn-errortype")).toMatch(/^InvalidSignatureException/);
    await response.body?.cancel();
    expect(await nextEntry()).toMatchObject({ errorCode: "InvalidSignatureException" });
  });

  it.for([
    ["of several lines", "b,a,c", ["b", "a", "c"]],
    ["of one line, with a comma and a space in it", "b, a", ["b, a"]],
  ] as const)("verifies a header as it was sent: %s", async ([, signed, sent]) => {
    const target = `${url}/model/${encodeURIComponent(modelId)}/converse`;
    const body = JSON.stringify({ messages });
    const { headers } = await signedRequest(target, body, { headers: { "x-amz-lines": signed } });
    const outgoing = httpRequest(target, {
      method: "POST",
      headers: { ...Object.fromEntries(headers), "x-amz-lines": [...sent] },
    });
    outgoing.end(body);
    const [incoming] = await once(outgoing, "response");
    incoming.resume();
    expect(incoming.statusCode).toBe(200);
    await once(incoming, "end");
    expect(await nextEntry()).toMatchObject({ operation: "Converse", outcome: "complete" });
  });
});
