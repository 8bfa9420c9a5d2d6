/** Images in, which a model looks at, and images out, which a model makes. */
import type { BedrockRuntime } from "bedrock-fetch";
import { collect } from "bedrock-fetch/text";

/** Asks about an image, here of Claude, which takes JPEG, PNG, GIF and WebP of at most 5 MB. */
export async function describe(bedrock: BedrockRuntime, image: Blob): Promise<string> {
  const { body } = await bedrock.invokeModelWithResponseStream({
    modelId: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
    body: {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 500,
      messages: [
        {
          role: "user",
          content: [
            {
              type: "image",
              source: { type: "base64", media_type: image.type, data: await toBase64(image) },
            },
            { type: "text", text: "What is in this image?" },
          ],
        },
      ],
    },
  });
  const { text } = await collect(body);
  return text;
}

/** Has an image made, here by Stability AI. */
export async function draw(bedrock: BedrockRuntime, prompt: string): Promise<Blob> {
  const { body } = await bedrock.invokeModel({
    modelId: "stability.stable-image-core-v1:1",
    body: { prompt, mode: "text-to-image", aspect_ratio: "1:1", output_format: "png" },
  });
  const { images, finish_reasons } = body.json<{
    images?: string[];
    finish_reasons?: (string | null)[];
  }>();
  const [image] = images ?? [];
  // A prompt or an image that is filtered comes as a reason in the place of the image.
  if (!image) throw new Error(`No image was made: ${finish_reasons?.[0] ?? "without a reason"}`);
  return new Blob([fromBase64(image)], { type: "image/png" });
}

// `bytes.toBase64()` and `Uint8Array.fromBase64()` where they exist: Node has neither before 25.

async function toBase64(image: Blob): Promise<string> {
  const bytes = new Uint8Array(await image.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

const fromBase64 = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
