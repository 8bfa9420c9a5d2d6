import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Server, serve } from "../../src/simulator/node/index.ts";
import { findAwsCli, findPython, serviceModelVariables } from "../helpers/aws-tools.ts";
import { root } from "../helpers/built.ts";

const readme = readFileSync(join(root, "src/simulator/README.md"), "utf8");

/** The blocks of the simulator's page in a language, which are about Bedrock. */
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n((?:.*\\n)*?)\`\`\``, "gm"))]
    .map(([, code = ""]) => code)
    .filter((code) => code.includes("bedrock-runtime"));

const simulator = createSimulator({ respond: () => "Hello from the simulator." });
let server: Server;
let variables: Record<string, string>;

beforeAll(async () => {
  server = await serve(simulator);
  variables = {
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: server.url,
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: simulatorCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: simulatorCredentials.secretAccessKey,
    AWS_SESSION_TOKEN: simulatorCredentials.sessionToken,
    AWS_EC2_METADATA_DISABLED: "true",
    ...serviceModelVariables(),
  };
});
afterAll(() => server.close());

async function run(program: string, args: string[], more: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH, HOME: "/nonexistent", ...variables, ...more };
  simulator.clear();
  const { stdout } = await promisify(execFile)(program, args, { env, timeout: 60_000 });
  return stdout;
}

const python = findPython();
const awsCli = findAwsCli();
if (!python) console.log("Left out: boto3 is not here. On Debian: apt-get install python3-boto3");
if (!awsCli) console.log("Left out: the AWS CLI is not here. On Debian: apt-get install awscli");

describe.skipIf(!python)("boto3", { timeout: 90_000 }, () => {
  it("runs the example of the simulator's page", async () => {
    const [code, ...others] = blocks("python");
    expect(others).toEqual([]);
    expect(await run(python!, ["-c", code!])).toBe("Hello from the simulator.");
    expect(await simulator.ended(1)).toMatchObject({
      operation: "ConverseStream",
      identity: simulatorCredentials.accessKeyId,
      outcome: "complete",
    });
  });

  it("invokes a model, counts tokens, and raises the service's exceptions", async () => {
    const code = `
import json, os, boto3
from botocore.config import Config
client = boto3.client("bedrock-runtime", region_name="us-east-1",
    endpoint_url=os.environ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"],
    config=Config(retries={"total_max_attempts": 1}))
body = json.dumps({"messages": [{"role": "user", "content": [{"text": "Hello"}]}]})
model = "us.amazon.nova-2-lite-v1:0"
answer = json.loads(client.invoke_model(modelId=model, body=body)["body"].read())
print(answer["output"]["message"]["content"][0]["text"])
chunks = [json.loads(e["chunk"]["bytes"]) for e in client.invoke_model_with_response_stream(modelId=model, body=body)["body"]]
print(list(chunks[-1])[0])
try:
    client.invoke_model(modelId="no.such-model", body=body)
except client.exceptions.ValidationException as error:
    print(error.response["Error"]["Message"])
`;
    expect(await run(python!, ["-c", code])).toBe(
      "Hello from the simulator.\nmetadata\nThe provided model identifier is invalid.\n",
    );
  });
});

describe.skipIf(!awsCli)("the AWS CLI", { timeout: 90_000 }, () => {
  it("runs the example of the simulator's page", async () => {
    const [code, ...others] = blocks("sh");
    expect(others).toEqual([]);
    const path = `${dirname(awsCli!)}:${process.env.PATH}`;
    const printed = JSON.parse(await run("sh", ["-c", code!], { PATH: path }));
    expect(printed.output.message.content).toEqual([{ text: "Hello from the simulator." }]);
    expect((await simulator.ended(1)).operation).toBe("Converse");
  });
});
