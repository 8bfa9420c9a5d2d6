import type { BedrockClient } from "../client/bedrock-client.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import { InvalidEventError } from "../errors/stream-errors.ts";
import { countTokens } from "../operations/count-tokens/count-tokens.ts";
import type { ResponseStreamEvent } from "../operations/invoke-model/chunk-event.ts";
import { invokeModel } from "../operations/invoke-model/invoke-model.ts";
import { invokeModelWithResponseStream } from "../operations/invoke-model/invoke-model-with-response-stream.ts";
import { parseJson } from "../protocol/json/json.ts";
import { anthropicError, refusal } from "./anthropic-error.ts";
import { givenRequest } from "./given-request.ts";

/** The members of Anthropic's request that are read here. */
interface MessagesRequest {
  readonly model: string;
  readonly stream?: unknown;
  readonly thread?: unknown;
  readonly [member: string]: unknown;
}

const VERSION = "bedrock-2023-05-31";
/** What makes an SDK continue without threads: each of its turns then sends the whole history. */
const NO_THREADS = { error_code: "thread_unsupported_request", unsupported: ["thread"] };
/** What Bedrock adds to the last event, and Anthropic's API does not have. */
const METRICS = "amazon-bedrock-invocationMetrics";

/**
 * A `fetch` for Anthropic's own SDK that answers `POST /v1/messages` by InvokeModel, which every
 * Claude on Bedrock supports: whole and streamed, in Anthropic's form, errors included. `count_tokens` is
 * answered by CountTokens, and what Bedrock does not have (batches, files, models) with 404.
 *
 * It makes one attempt: retries are the SDK's. `x-amzn-bedrock-*` headers, such as a guardrail's, are
 * passed on; the SDK's own keys are not sent.
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
 * const bedrock = new BedrockRuntime({ ...fromEnv(), region: "us-east-1" });
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
  return async (input, init) => {
    const request = givenRequest(input, init);
    const { method, headers, signal } = request;
    const { pathname } = request.url;
    const isCount = pathname.endsWith("/v1/messages/count_tokens");
    if (method !== "POST" || !(isCount || pathname.endsWith("/v1/messages"))) {
      return refusal(
        404,
        `Amazon Bedrock does not have ${method} ${pathname}, only POST /v1/messages and /v1/messages/count_tokens`,
      );
    }
    const options = { maxAttempts: 1, headers: passedOn(headers), ...(signal && { signal }) };
    try {
      const { model: modelId, stream, thread, ...members } = parse(await request.bytes());
      if (thread) return refusal(400, "Amazon Bedrock does not keep message threads", NO_THREADS);
      const body = { anthropic_version: VERSION, ...members, ...betas(headers, members) };
      if (isCount) {
        // CountTokens requires a request that could be sent, with more tokens than the thinking may take.
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
      const invocation = { modelId, body, ...guardrail(headers) };
      if (stream !== true) {
        const answer = await bedrock.call(invokeModel, invocation, options);
        return new Response(answer.body, answered(answer.$metadata.requestId, "application/json"));
      }
      const answer = await bedrock.call(invokeModelWithResponseStream, invocation, options);
      const events = serverSentEvents(answer.body);
      return new Response(events, answered(answer.$metadata.requestId, "text/event-stream"));
    } catch (error) {
      if (signal?.aborted) throw error;
      const { response, isPassing } = anthropicError(error);
      // A request that did not reach the service and may succeed is the SDK's to retry.
      if (isPassing) throw error;
      return response;
    }
  };
}

function parse(body: Uint8Array): MessagesRequest {
  const parsed = parseJson(body);
  if (typeof parsed !== "object" || parsed === null) {
    throw new InvalidArgumentError("body", "must be a JSON object");
  }
  const { model } = parsed as { readonly model?: unknown };
  if (!model || typeof model !== "string") {
    throw new InvalidArgumentError("model", "must be a non-empty string");
  }
  return parsed as MessagesRequest;
}

interface Betas {
  readonly anthropic_beta?: unknown;
}

/** Anthropic takes betas in a header, Bedrock in the body. */
function betas(headers: Headers, { anthropic_beta: inBody }: Betas): object {
  const inHeader = (headers.get("anthropic-beta") ?? "").split(",").map((beta) => beta.trim());
  const all = [...new Set([inBody, inHeader].flat(2))].filter(Boolean);
  return all.length > 0 ? { anthropic_beta: all } : {};
}

const passedOn = (headers: Headers): { readonly [name: string]: string } =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("x-amzn-bedrock-")));

/** As members too, by which the client knows that a body may have a guardrail's configuration. */
function guardrail(headers: Headers) {
  const name = "x-amzn-bedrock-guardrail";
  return {
    guardrailIdentifier: headers.get(`${name}identifier`) ?? undefined,
    guardrailVersion: headers.get(`${name}version`) ?? undefined,
  };
}

/** CountTokens does not take inference profiles (`us.anthropic.…`) or ARNs. */
const foundationModel = (modelId: string): string =>
  modelId.replace(/^(arn:[^/]*\/)?([a-z-]+\.)?(?=anthropic\.)/, "");

function answered(requestId: string | undefined, contentType?: string): ResponseInit {
  return {
    headers: {
      ...(contentType && { "content-type": contentType }),
      ...(requestId && { "request-id": requestId }),
    },
  };
}

/**
 * Anthropic's stream of the same documents, in which an exception is an event. Any other error
 * is thrown, as for a connection that fails.
 */
function serverSentEvents(chunks: ReadableStream<ResponseStreamEvent>): ReadableStream<Uint8Array> {
  const reader = chunks.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(serverSentEvent(documentIn(value)));
        } catch (error) {
          if (error instanceof BedrockRuntimeServiceException) {
            controller.enqueue(serverSentEvent(anthropicError(error).body));
            controller.close();
            return;
          }
          reader.cancel(error).catch(() => {});
          throw error;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

function documentIn({ chunk }: ResponseStreamEvent): object {
  const document = parseJson(chunk.bytes);
  if (typeof document !== "object" || document === null) {
    throw new InvalidEventError("A chunk's bytes are not a JSON object");
  }
  const { [METRICS]: _, ...members } = document as { readonly [METRICS]?: unknown };
  return members;
}

function serverSentEvent(document: { readonly type?: unknown }): Uint8Array {
  const { type } = document;
  // A name with line breaks would add fields to the event.
  const name = typeof type === "string" && /^\S+$/.test(type) ? `event: ${type}\n` : "";
  return new TextEncoder().encode(`${name}data: ${JSON.stringify(document)}\n\n`);
}
