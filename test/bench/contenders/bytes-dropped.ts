import { type Contender, MODEL_ID, REQUEST } from "./contender.ts";

const SERVICE = "https://bedrock-runtime.us-east-1.amazonaws.com";

/** A request that is not signed. */
export const ask = (
  fetch: typeof globalThis.fetch,
  action: string,
  endpoint: string = SERVICE,
): Promise<Response> =>
  fetch(`${endpoint}/model/${encodeURIComponent(MODEL_ID)}/${action}`, {
    method: "POST",
    body: JSON.stringify(REQUEST),
  });

/** Fetched, and nobody looks at what comes. */
export function bytesDropped(fetch: typeof globalThis.fetch, endpoint?: string): Contender {
  return {
    name: "floor: bytes dropped",
    async stream() {
      const { body } = await ask(fetch, "invoke-with-response-stream", endpoint);
      const reader = body!.getReader();
      let bytes = 0;
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        bytes += read.value.length;
      }
      return bytes;
    },
    async request() {
      await (await ask(fetch, "invoke", endpoint)).arrayBuffer();
    },
  };
}
