import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { askTraced, telemetryHooks } from "../../../demo/recipes/opentelemetry.ts";
import { recorded } from "./recorded.ts";

const exporter = new InMemorySpanExporter();
const modelId = "us.amazon.nova-2-lite-v1:0";
const body = { messages: [{ role: "user", content: [{ text: "Hello" }] }] };

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
});

beforeEach(() => exporter.reset());

afterAll(() => {
  trace.disable();
  context.disable();
});

describe("the recipe for OpenTelemetry", () => {
  it("makes a span with the conventions' attributes, and without what was said", async () => {
    const { bedrock, simulator } = recorded({}, telemetryHooks);
    await askTraced(bedrock, modelId, body);

    const [span] = exporter.getFinishedSpans();
    const { inputTokenCount, outputTokenCount, requestId } = simulator.invocationLog[0]!;
    expect(span).toMatchObject({ name: `chat ${modelId}`, kind: SpanKind.CLIENT });
    expect(span!.attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "aws.bedrock",
      "gen_ai.request.model": modelId,
      "gen_ai.usage.input_tokens": inputTokenCount,
      "gen_ai.usage.output_tokens": outputTokenCount,
      "gen_ai.response.finish_reasons": ["end_turn"],
      "server.address": "bedrock-runtime.us-east-1.amazonaws.com",
      "aws.request_id": requestId,
      "http.response.status_code": 200,
    });
    expect(JSON.stringify(span!.attributes)).not.toContain("Hello");
  });

  it("notes retries in the span of their own call, also where calls overlap", async () => {
    const { bedrock } = recorded(
      { faults: ["throttle; amzRetryAfter=1; times=1"] },
      telemetryHooks,
    );
    await Promise.all([askTraced(bedrock, modelId, body), askTraced(bedrock, modelId, body)]);

    const events = exporter.getFinishedSpans().map((span) => span.events);
    expect(events.map(({ length }) => length).toSorted()).toEqual([0, 1]);
    expect(events.flat()).toMatchObject([
      { name: "retry", attributes: { "error.type": "ThrottlingException", "bedrock.attempts": 1 } },
    ]);
  });

  it("marks a call that failed, and throws what failed it", async () => {
    const { bedrock } = recorded({ faults: ["error; name=AccessDeniedException"] }, telemetryHooks);
    await expect(askTraced(bedrock, modelId, body)).rejects.toThrow();

    const [span] = exporter.getFinishedSpans();
    expect(span!.attributes).toMatchObject({
      "error.type": "AccessDeniedException",
      "http.response.status_code": 403,
    });
    expect(span!.status.code).toBe(SpanStatusCode.ERROR);
  });
});
