/**
 * SvelteKit: an endpoint, `src/routes/chat/+server.ts`. Astro's is the same function under the name
 * `export const POST: APIRoute`, in `src/pages/chat.ts`.
 */
import { BedrockRuntime } from "bedrock-fetch";
import { fromEnv } from "bedrock-fetch/credentials";
import { toServerSentEvents } from "bedrock-fetch/text";

// On Workers: fromEnv(event.platform.env), and the client made at the first request.
const bedrock = new BedrockRuntime(fromEnv());

export async function POST({ request }: { request: Request }): Promise<Response> {
  const { question } = await request.json();
  const { body } = await bedrock.invokeModelWithResponseStream(
    {
      modelId: "us.amazon.nova-2-lite-v1:0",
      body: { messages: [{ role: "user", content: [{ text: String(question) }] }] },
    },
    { signal: request.signal },
  );
  return new Response(toServerSentEvents(body), {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}
