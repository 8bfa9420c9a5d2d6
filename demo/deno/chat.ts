/**
 * A chat in the terminal, by Deno:
 *
 *     deno run --allow-net=bedrock-runtime.us-east-1.amazonaws.com \
 *       --allow-env=AWS_REGION,AWS_DEFAULT_REGION,AWS_ENDPOINT_URL_BEDROCK_RUNTIME,AWS_ENDPOINT_URL,AWS_BEARER_TOKEN_BEDROCK,AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY,AWS_SESSION_TOKEN \
 *       demo/deno/chat.ts "Tell me about event streams"
 *
 * or without an account, while `npm run simulator` runs in another terminal:
 *
 *     deno run --allow-net=127.0.0.1:8787 demo/deno/chat.ts --simulator http://127.0.0.1:8787
 *
 * Without a question it asks for one, and goes on asking. What is piped into it is a question, too.
 * Ctrl-C stops the answer, and once more the program. `--json` writes an event a line, for a pipe;
 * `--model` names another model.
 */
import { parseArgs } from "node:util";
import { BedrockRuntime } from "bedrock-fetch";
import { fromEnv } from "bedrock-fetch/credentials";
import { simulatorCredentials } from "bedrock-fetch/simulator";
import { events } from "bedrock-fetch/text";
import { chatBody, type Message } from "../chat-body.ts";

const messages: Message[] = [];
const output = Deno.stdout.writable.getWriter();
const encoder = new TextEncoder();

let answering: AbortController | undefined;
Deno.addSignalListener("SIGINT", () => {
  if (answering === undefined) Deno.exit(130);
  answering.abort();
});

try {
  const { values, positionals } = parseArgs({
    args: Deno.args,
    options: {
      model: { type: "string", default: "us.amazon.nova-2-lite-v1:0" },
      simulator: { type: "string" },
      json: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  const bedrock = new BedrockRuntime(
    values.simulator
      ? { region: "us-east-1", credentials: simulatorCredentials, endpoint: values.simulator }
      : fromEnv(),
  );
  const ask = (question: string) => answer(bedrock, values.model, question, values.json);

  const [question] = positionals;
  if (question !== undefined) await ask(question);
  else if (!Deno.stdin.isTerminal()) await ask(await new Response(Deno.stdin.readable).text());
  else {
    await write("> ");
    // A terminal sends a line at a time. `prompt()` would block what Ctrl-C has set in motion.
    for await (const line of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
      if (line.trim()) await ask(line.trim()).catch(tell);
      await write("> ");
    }
  }
  Deno.exit(0);
} catch (error) {
  Deno.exit(tell(error));
}

/** Writes an answer as it comes. Of one that is stopped the conversation keeps what has been said. */
async function answer(
  bedrock: BedrockRuntime,
  modelId: string,
  question: string,
  json: boolean,
): Promise<void> {
  messages.push({ role: "user", text: question });
  answering = new AbortController();
  let said = "";
  try {
    const { body } = await bedrock.invokeModelWithResponseStream(
      { modelId, body: chatBody(modelId, messages) },
      { signal: answering.signal },
    );
    for await (const { document, ...event } of events(body)) {
      if (event.type === "text") said += event.text;
      if (json && event.type !== "other") await write(`${JSON.stringify(event)}\n`);
      if (!json && event.type === "text") await write(event.text);
    }
  } finally {
    answering = undefined;
    if (said) messages.push({ role: "assistant", text: said });
    else messages.pop();
    if (said && !json) await write("\n");
  }
}

function write(text: string): Promise<void> {
  return output.write(encoder.encode(text));
}

/** Reports an error, unless the user stopped the program, and returns the exit code. */
function tell(error: unknown): number {
  if (error instanceof Deno.errors.BrokenPipe) return 0;
  if (error instanceof DOMException && error.name === "AbortError") return 130;
  console.error(`${error}`);
  return 1;
}
