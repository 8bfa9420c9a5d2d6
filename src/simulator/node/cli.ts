#!/usr/bin/env node
import { parseArgs } from "node:util";
import { createSimulator, parseFault, simulatorCredentials } from "../index.ts";
import { serve } from "./serve.ts";

const help = `Serves the simulator of Amazon Bedrock Runtime on this machine.

  --port 8787              0 takes any free port
  --host 127.0.0.1
  --region us-east-1       the region that requests must be signed for
  --api-key KEY            a Bedrock API key to accept; may be given several times
  --first-token-ms 300     how long a model thinks
  --tokens-per-second 40   how fast it writes then; 0 for no limit
  --fault "stall; after=3" what goes wrong, in the words of the header x-simulator-fault
  --expose-headers         lets pages read the response headers
  --help
`;

try {
  await run();
} catch (error) {
  // What can go wrong are the options and the port: neither is better told by a stack.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function run(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      port: { type: "string", default: "8787" },
      host: { type: "string", default: "127.0.0.1" },
      region: { type: "string", default: "us-east-1" },
      "api-key": { type: "string", multiple: true, default: ["simulator-api-key"] },
      "first-token-ms": { type: "string", default: "300" },
      "tokens-per-second": { type: "string", default: "40" },
      fault: { type: "string" },
      "expose-headers": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (options.help) {
    console.log(help);
    return;
  }

  const tokensPerSecond = wholeNumber("tokens-per-second", options["tokens-per-second"]);
  const simulator = createSimulator({
    region: options.region,
    apiKeys: options["api-key"],
    exposeHeaders: options["expose-headers"],
    pace: {
      firstTokenMs: wholeNumber("first-token-ms", options["first-token-ms"]),
      ...(tokensPerSecond > 0 && { tokensPerSecond }),
    },
  });
  if (options.fault !== undefined) {
    simulator.faults.push(parseFault(options.fault));
  }

  const port = wholeNumber("port", options.port);
  const { url } = await serve(simulator, { port, host: options.host });
  const { accessKeyId, secretAccessKey, sessionToken } = simulatorCredentials;
  console.log(`Amazon Bedrock Runtime is simulated at ${url}

  AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${url}
  AWS_REGION=${options.region}
  AWS_ACCESS_KEY_ID=${accessKeyId}
  AWS_SECRET_ACCESS_KEY=${secretAccessKey}
  AWS_SESSION_TOKEN=${sessionToken}

Or with an API key:

  curl ${url}/model/amazon.nova-micro-v1%3A0/invoke \\
    -H 'Authorization: Bearer ${options["api-key"][0]}' -H 'Content-Type: application/json' \\
    -d '{"messages":[{"role":"user","content":[{"text":"Tell me about event streams"}]}]}'
`);
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`--${option} must be a whole number, not '${text}'.`);
}
