/**
 * Next.js: a route handler, `app/api/chat/route.ts`. It needs no `runtime` export: Node.js is the
 * default, and Next.js 16 deprecates the Edge runtime, in which it runs too.
 *
 * Against the simulator, put the lines that it prints into `.env.local`.
 *
 * In a page, `fetch("/api/chat", { method: "POST", body: JSON.stringify({ question }), signal })` and
 * `response.body.pipeThrough(new TextDecoderStream())` read the answer as it is written.
 */
import { BedrockRuntime } from "bedrock-fetch";
import { fromEnv } from "bedrock-fetch/credentials";
import { toTextStream } from "bedrock-fetch/text";

// Made with the first request, since `next build` imports this file where no keys are set.
let client: BedrockRuntime | undefined;

export async function POST(request: Request): Promise<Response> {
  const { question } = await request.json();
  if (typeof question !== "string" || question === "" || question.length > 8000) {
    return Response.json({ error: "question must be 1 to 8000 characters" }, { status: 400 });
  }
  // Vercel sets AWS_REGION to its own: name yours.
  client ??= new BedrockRuntime({ ...fromEnv(), region: "us-east-1" });
  const { body } = await client.invokeModelWithResponseStream(
    {
      modelId: "us.amazon.nova-2-lite-v1:0",
      body: { messages: [{ role: "user", content: [{ text: question }] }] },
    },
    // A visitor who leaves ends the answer at Bedrock, too.
    { signal: request.signal },
  );
  return new Response(toTextStream(body), {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
