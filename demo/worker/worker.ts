/**
 * The back end of a chat, on Cloudflare Workers. `POST /chat` with
 *
 *     {"messages":[{"role":"user","text":"Tell me about event streams"}]}
 *
 * streams the answer: as server-sent events if the client accepts them, otherwise as plain text. With
 *
 *     {"messages":[{"role":"user","text":"What time is it in Lisbon?"}],"tools":["clock"]}
 *
 * the model may call a tool, which the Worker runs.
 *
 *     npm run worker         here, against a simulator
 *     npx wrangler deploy    at Cloudflare, once the secrets that wrangler.toml names are set
 */
import { BedrockRuntime, type ResponseStream, type ResponseStreamEvent } from "bedrock-fetch";
import { fromEnv } from "bedrock-fetch/credentials";
import { toServerSentEvents, toTextStream } from "bedrock-fetch/text";
import { chatBody, formatOf } from "../chat-body.ts";
import type { Body } from "../formats/format.ts";
import { answerWithTools } from "./answer-with-tools.ts";
import { readQuestion } from "./read-question.ts";
import { Refusal } from "./refusal.ts";
import { tellBreak } from "./tell-break.ts";
import { throughAiGateway } from "./through-ai-gateway.ts";

/** What wrangler.toml binds; `fromEnv` reads the variables whose names start with AWS. */
interface Env {
  readonly MODEL_ID: string;
  readonly ALLOWED_ORIGINS: string;
  readonly CHAT_RATE_LIMIT: RateLimit;
  readonly AI_GATEWAY_URL?: string;
  readonly AI_GATEWAY_TOKEN?: string;
}

export default {
  async fetch(request, env) {
    const response = await chat(request, env).catch((error) => explain(error, request));
    response.headers.append("vary", "origin");
    const origin = request.headers.get("origin");
    if (origin !== null && isAllowed(origin, env)) {
      response.headers.set("access-control-allow-origin", origin);
    }
    return response;
  },
} satisfies ExportedHandler<Env>;

async function chat(request: Request, env: Env): Promise<Response> {
  const { method, headers, signal } = request;
  const { pathname } = new URL(request.url);
  if (pathname !== "/chat") throw new Refusal(404, "Nothing is here but /chat.");
  const origin = headers.get("origin");
  if (origin !== null && !isAllowed(origin, env)) {
    throw new Refusal(403, `Pages of ${origin} are not allowed to ask.`);
  }
  if (method === "OPTIONS") return preflight();
  if (method !== "POST")
    throw new Refusal(405, "The method must be POST.", { allow: "POST, OPTIONS" });

  const visitor = headers.get("cf-connecting-ip") ?? "unknown";
  const { success } = await env.CHAT_RATE_LIMIT.limit({ key: visitor });
  if (!success) {
    throw new Refusal(429, "Too many questions. Ask again in a minute.", { "retry-after": "60" });
  }

  const { messages, tools } = await readQuestion(request);
  const modelId = env.MODEL_ID;
  const ask = async (body: Body): Promise<ResponseStream> => {
    const answer = await client(env).invokeModelWithResponseStream({ modelId, body }, { signal });
    return answer.body;
  };
  const question = chatBody(modelId, messages, { tools, thinking: false });
  const first = await ask(question);
  const answer = answerWithTools(first, question, formatOf(modelId), tools, ask);
  const body = logged(answer, signal);
  const asEvents = headers.get("accept")?.includes("text/event-stream");
  return new Response(asEvents ? toServerSentEvents(body) : tellBreak(toTextStream(body)), {
    headers: {
      "content-type": asEvents ? "text/event-stream" : "text/plain; charset=utf-8",
      "cache-control": "no-store",
      // A compressor would hold the words back until it has many.
      "content-encoding": "identity",
    },
  });
}

let bedrock: BedrockRuntime | undefined;

/** One for all requests: it holds no connection, only what has been learned about clock and quota. */
function client(env: Env): BedrockRuntime {
  bedrock ??= new BedrockRuntime({
    ...fromEnv(env),
    fetch: env.AI_GATEWAY_URL
      ? throughAiGateway(env.AI_GATEWAY_URL, env.AI_GATEWAY_TOKEN)
      : undefined,
  });
  return bedrock;
}

/** Once an answer has begun, no status can report that it broke off: the log does, and its last words. */
async function* logged(
  body: AsyncIterable<ResponseStreamEvent>,
  signal: AbortSignal,
): AsyncGenerator<ResponseStreamEvent> {
  try {
    yield* body;
  } catch (error) {
    if (!signal.aborted) console.error(error);
    throw error;
  }
}

const isAllowed = (origin: string, env: Env): boolean =>
  env.ALLOWED_ORIGINS.split(" ").includes(origin);

const preflight = (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "content-type",
      "access-control-max-age": "86400",
    },
  });

/** Visitors learn what they can change; all else is for the log, in which no secret is shown. */
function explain(error: unknown, { signal }: Request): Response {
  if (error instanceof Refusal) return problem(error.status, error.message, error.headers);
  if (signal.aborted) return problem(499, "The client closed the connection.");
  console.error(error);
  return (error as { retryable?: boolean }).retryable
    ? problem(503, "The model is busy. Ask again in a moment.", { "retry-after": "5" })
    : problem(502, "The model cannot answer. The fault is not yours.");
}

const problem = (status: number, message: string, headers?: HeadersInit): Response =>
  Response.json({ error: { message } }, { status, ...(headers && { headers }) });
