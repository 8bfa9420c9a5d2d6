/**
 * Streams one answer to the terminal:
 *
 *     npm run stream -- "Tell me about event streams"
 *
 * AWS answers where AWS_REGION and credentials are set, by the variables that every AWS tool reads;
 * elsewhere a simulator does, started here. `--model`, or MODEL_ID, names another model.
 */
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { BedrockRuntime } from "bedrock-fetch";
import { type EnvironmentOptions, fromEnv } from "bedrock-fetch/credentials";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { textStream } from "bedrock-fetch/text";
import { type Server, serve } from "../src/simulator/node/serve.ts";
import { chatBody } from "./chat-body.ts";

const stop = new AbortController();
// Once: a second Ctrl-C ends the program whatever it is doing.
process.once("SIGINT", () => stop.abort());

let simulator: Server | undefined;
try {
  const { values, positionals } = parseArgs({
    options: {
      model: { type: "string", default: process.env.MODEL_ID || "us.amazon.nova-2-lite-v1:0" },
    },
    allowPositionals: true,
  });
  const [question = "Tell me about event streams"] = positionals;

  const bedrock = new BedrockRuntime(isAwsSet() ? fromEnv() : await simulated());
  const { body } = await bedrock.invokeModelWithResponseStream(
    { modelId: values.model, body: chatBody(values.model, [{ role: "user", text: question }]) },
    { signal: stop.signal },
  );
  await pipeline(textStream(body), process.stdout, { end: false });
  process.stdout.write("\n");
} catch (error) {
  if (stop.signal.aborted) {
    process.exitCode = 130;
  } else if ((error as { code?: string }).code !== "EPIPE") {
    console.error(`\n${error}`);
    process.exitCode = 1;
  }
} finally {
  await simulator?.close();
}

function isAwsSet(): boolean {
  const { env } = process;
  return Boolean(
    (env.AWS_REGION || env.AWS_DEFAULT_REGION) &&
      (env.AWS_ACCESS_KEY_ID || env.AWS_BEARER_TOKEN_BEDROCK),
  );
}

async function simulated(): Promise<EnvironmentOptions> {
  console.error("AWS_REGION and credentials are not set: a simulator answers.\n");
  simulator = await serve(createSimulator({ pace: { firstTokenMs: 300, tokensPerSecond: 40 } }));
  return { region: "us-east-1", credentials: simulatorCredentials, endpoint: simulator.url };
}
