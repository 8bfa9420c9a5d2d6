import type { BedrockClient } from "../client/bedrock-client.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { countTokens } from "../operations/count-tokens/count-tokens.ts";
import type { ResponseStreamEvent } from "../operations/invoke-model/chunk-event.ts";
import { invokeModel } from "../operations/invoke-model/invoke-model.ts";
import { invokeModelWithResponseStream } from "../operations/invoke-model/invoke-model-with-response-stream.ts";
import { anthropicError, notFound } from "./anthropic-error.ts";

/** What of Anthropic's request this function itself reads. */
interface MessagesRequest {
  readonly model?: unknown;
  readonly stream?: unknown;
  readonly [member: string]: unknown;
}

const VERSION = "bedrock-2023-05-31";

/**
 * A `fetch` for Anthropic's own SDK that answers `POST /v1/messages` by InvokeModel, which every
 * Claude on Bedrock has: whole and streamed, in Anthropic's form, errors included. `count_tokens` is
 * answered by CountTokens, and what Bedrock does not have (batches, files, models) with 404.
 *
 * It asks once: retries are the SDK's. `x-amzn-bedrock-*` headers, such as a guardrail's, are passed
 * on; keys that the SDK sets do not travel.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html
 *
 * @throws from the function that is returned: the signal's reason, and NetworkError and other errors
 *   that may pass on another try, which the SDK makes
 *
 * @example
 * ```ts
 * import Anthropic from "@anthropic-ai/sdk";
 * import { anthropicFetch, BedrockRuntime } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockRuntime({ region: "us-east-1", ...fromEnv() });
 * const anthropic = new Anthropic({ apiKey: "unused", fetch: anthropicFetch(bedrock) });
 * const stream = anthropic.messages.stream({
 *   model: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
 *   max_tokens: 200,
 *   messages: [{ role: "user", content: "Hello" }],
 * });
 * console.log(await stream.finalText());
 * ```
 */
export function anthropicFetch(
  bedrock: Pick<BedrockClient, "call">,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (input, init = {}) => {
    // A signal of older making is not one that a Request takes.
    const { signal = input instanceof Request ? input.signal : undefined, ...rest } = init;
    const request = new Request(input, { ...rest, duplex: "half" } as RequestInit);
    const { pathname } = new URL(request.url);
    const isCount = pathname.endsWith("/v1/messages/count_tokens");
    if (request.method !== "POST" || !(isCount || pathname.endsWith("/v1/messages"))) {
      return notFound(`${request.method} ${pathname}`);
    }
    const options = {
      maxAttempts: 1,
      headers: passedOn(request.headers),
      ...(signal && { signal }),
    };
    try {
      const { model, stream, ...members } = await read(request);
      const modelId = String(model);
      const body = { anthropic_version: VERSION, ...members, ...betas(request.headers, members) };
      if (isCount) {
        // Bedrock wants a request that could be sent, and more tokens than the thinking may have.
        const { budget_tokens = 0 } = Object(members.thinking);
        const json = JSON.stringify({ max_tokens: budget_tokens + 1, ...body });
        const { inputTokens, $metadata } = await bedrock.call(
          countTokens,
          {
            modelId: foundationModel(modelId),
            input: { invokeModel: { body: new TextEncoder().encode(json) } },
          },
          options,
        );
        return Response.json({ input_tokens: inputTokens }, answered($metadata.requestId));
      }
      if (stream !== true) {
        const answer = await bedrock.call(invokeModel, { modelId, body }, options);
        return new Response(answer.body, answered(answer.$metadata.requestId, "application/json"));
      }
      const answer = await bedrock.call(invokeModelWithResponseStream, { modelId, body }, options);
      const events = serverSentEvents(answer.body, signal);
      return new Response(events, answered(answer.$metadata.requestId, "text/event-stream"));
    } catch (error) {
      if (signal?.aborted) throw error;
      const { response, isPassing } = anthropicError(error);
      // What never reached the service and may pass is for the SDK to try again.
      if (isPassing) throw error;
      return response;
    }
  };
}

async function read(request: Request): Promise<MessagesRequest> {
  const text = await request.text();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new InvalidArgumentError("body", "must be JSON", { cause });
  }
  if (typeof parsed !== "object" || parsed === null || !("model" in parsed)) {
    throw new InvalidArgumentError("model", "missing; it is required");
  }
  return parsed as MessagesRequest;
}

/** Betas travel in a header to Anthropic, and in the body to Bedrock. */
function betas(headers: Headers, { anthropic_beta }: MessagesRequest): object {
  const inHeader = (headers.get("anthropic-beta") ?? "").split(",").map((beta) => beta.trim());
  const inBody = Array.isArray(anthropic_beta) ? anthropic_beta : [];
  const all = [...new Set([...inBody, ...inHeader])].filter(Boolean);
  return all.length > 0 ? { anthropic_beta: all } : {};
}

const passedOn = (headers: Headers): { readonly [name: string]: string } =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("x-amzn-bedrock-")));

/** CountTokens does not know inference profiles: `us.anthropic.…`, as it is or in an ARN. */
const foundationModel = (modelId: string): string =>
  modelId.replace(/^(arn:[^/]*:inference-profile\/)?[a-z-]+\.(?=anthropic\.)/, "");

function answered(requestId: string | undefined, contentType?: string): ResponseInit {
  return {
    headers: {
      ...(contentType && { "content-type": contentType }),
      ...(requestId && { "request-id": requestId }),
    },
  };
}

/** Anthropic's stream of the same documents: without what Bedrock adds to them. */
function serverSentEvents(
  chunks: ReadableStream<ResponseStreamEvent>,
  signal: AbortSignal | null | undefined,
): ReadableStream<Uint8Array> {
  const reader = chunks.getReader();
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const send = (json: string, type: unknown) =>
          controller.enqueue(encoder.encode(`event: ${type}\ndata: ${json}\n\n`));
        try {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            return;
          }
          const { type, ...members } = JSON.parse(decoder.decode(value.chunk.bytes));
          const own = Object.entries(members).filter(
            ([name]) => !name.startsWith("amazon-bedrock-"),
          );
          send(JSON.stringify({ type, ...Object.fromEntries(own) }), type);
        } catch (error) {
          if (signal?.aborted) throw error;
          send(JSON.stringify(anthropicError(error).body), "error");
          controller.close();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
