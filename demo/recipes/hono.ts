/** Hono: the same application on Workers, Deno, Bun and Node. Answers are server-sent events. */
import { BedrockRuntime } from "bedrock-fetch";
import { fromEnv } from "bedrock-fetch/credentials";
import { toServerSentEvents } from "bedrock-fetch/text";
import { Hono } from "hono";

/** On Workers: the variables and secrets of wrangler.toml. */
interface Environment {
  Bindings: Record<string, string>;
}

const app = new Hono<Environment>();

app.post("/chat", async (context) => {
  const { question } = await context.req.json();
  if (typeof question !== "string" || question === "") {
    return context.json({ error: "question must be text" }, 400);
  }
  const { body } = await client(context.env).invokeModelWithResponseStream(
    {
      modelId: "us.amazon.nova-2-lite-v1:0",
      body: { messages: [{ role: "user", content: [{ text: question }] }] },
    },
    { signal: context.req.raw.signal },
  );
  return context.body(toServerSentEvents(body), 200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    // On Workers: a compressor would hold the words back.
    "content-encoding": "identity",
  });
});

app.onError((error, context) => {
  // For the log: errors show no secret. Visitors learn whether to try again.
  console.error(error);
  return (error as { retryable?: boolean }).retryable
    ? context.json({ error: "The model is busy" }, 503, { "retry-after": "5" })
    : context.json({ error: "The model cannot answer" }, 502);
});

let bedrock: BedrockRuntime | undefined;

/** One client for all requests: it holds no connection. */
function client(env: Record<string, string>): BedrockRuntime {
  bedrock ??= new BedrockRuntime(fromEnv(env));
  return bedrock;
}

export default app;
