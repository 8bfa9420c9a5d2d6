import { AwsV4Signer } from "aws4fetch";
import { type Contender, CREDENTIALS, MODEL_ID, REGION, REQUEST } from "./contender.ts";

const SERVICE = `https://bedrock-runtime.${REGION}.amazonaws.com`;

/** Signed by aws4fetch, passed through a TransformStream as they come, and dropped. */
export function bytesSignedFor(fetch: typeof globalThis.fetch, endpoint = SERVICE): Contender {
  const ask = async (action: string): Promise<Response> => {
    const { method, url, headers, body } = await new AwsV4Signer({
      ...CREDENTIALS,
      service: "bedrock",
      region: REGION,
      url: `${endpoint}/model/${encodeURIComponent(MODEL_ID)}/${action}`,
      body: JSON.stringify(REQUEST),
    }).sign();
    return fetch(String(url), { method, headers, body: body! });
  };
  return {
    name: "floor: signed, through a TransformStream",
    async stream() {
      const { body } = await ask("invoke-with-response-stream");
      const reader = body!.pipeThrough(new TransformStream<Uint8Array, Uint8Array>()).getReader();
      let bytes = 0;
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        bytes += read.value.length;
      }
      return bytes;
    },
    async request() {
      await (await ask("invoke")).arrayBuffer();
    },
  };
}
