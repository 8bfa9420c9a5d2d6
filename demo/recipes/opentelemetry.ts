/**
 * OpenTelemetry: a span for each question, with the attributes of the semantic conventions for
 * generative AI. The client's hooks note in it what happens on the way.
 *
 *     const bedrock = new BedrockRuntime({ ...options, ...telemetryHooks });
 *     const { text } = await askTraced(bedrock, modelId, body);
 *
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
 */
import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { BedrockRuntime, BedrockRuntimeOptions, JsonBody } from "bedrock-fetch";
import { type CollectedAnswer, collect } from "bedrock-fetch/text";

/** Notes responses and retries in the span that is active, which is that of the call. */
export const telemetryHooks: Pick<BedrockRuntimeOptions, "onResponse" | "onRetry"> = {
  onResponse({ status, headers }) {
    trace.getActiveSpan()?.setAttributes({
      "http.response.status_code": status,
      "aws.request_id": headers.get("x-amzn-requestid") ?? undefined,
    });
  },

  onRetry(error, { attempts, delayMs }) {
    trace.getActiveSpan()?.addEvent("retry", {
      "error.type": (error as Error).name,
      "bedrock.attempts": attempts,
      "bedrock.delay_ms": delayMs,
    });
  },
};

/** Asks in a span of its own. Prompt and answer stay out of it: they may hold anything. */
export function askTraced(
  bedrock: BedrockRuntime,
  modelId: string,
  body: JsonBody,
): Promise<CollectedAnswer> {
  const attributes = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "aws.bedrock",
    "gen_ai.request.model": modelId,
    "server.address": new URL(bedrock.endpoint).hostname,
  };
  const tracer = trace.getTracer("bedrock-fetch");
  return tracer.startActiveSpan(
    `chat ${modelId}`,
    { kind: SpanKind.CLIENT, attributes },
    async (span) => {
      try {
        const answer = await bedrock.invokeModelWithResponseStream({ modelId, body });
        const collected = await collect(answer);
        const { usage, stopReason } = collected;
        span.setAttributes({
          "gen_ai.usage.input_tokens": usage.inputTokens,
          "gen_ai.usage.output_tokens": usage.outputTokens,
          "gen_ai.usage.cache_read.input_tokens": usage.cacheReadInputTokens,
          "gen_ai.usage.cache_creation.input_tokens": usage.cacheWriteInputTokens,
          "gen_ai.response.finish_reasons": stopReason === undefined ? undefined : [stopReason],
        });
        return collected;
      } catch (error) {
        const { name, message } = error as Error;
        span.setAttribute("error.type", name);
        span.setStatus({ code: SpanStatusCode.ERROR, message });
        throw error;
      } finally {
        span.end();
      }
    },
  );
}
