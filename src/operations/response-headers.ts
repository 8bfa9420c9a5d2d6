import type { InvokeModelOutputBase, InvokeModelUsage } from "./outputs.ts";

/** The members of an output that travel in headers. */
export function readHeaders(
  headers: Headers,
  contentTypeHeader: string,
): Omit<InvokeModelOutputBase, "$metadata"> {
  const performanceConfigLatency = headers.get("x-amzn-bedrock-performanceconfig-latency");
  const serviceTier = headers.get("x-amzn-bedrock-service-tier");
  return {
    contentType: headers.get(contentTypeHeader) ?? undefined,
    ...(performanceConfigLatency === null ? {} : { performanceConfigLatency }),
    ...(serviceTier === null ? {} : { serviceTier }),
  };
}

const USAGE_HEADERS = {
  inputTokens: "x-amzn-bedrock-input-token-count",
  outputTokens: "x-amzn-bedrock-output-token-count",
  cacheReadInputTokens: "x-amzn-bedrock-cache-read-input-token-count",
  cacheWriteInputTokens: "x-amzn-bedrock-cache-write-input-token-count",
  invocationLatencyMs: "x-amzn-bedrock-invocation-latency",
} as const satisfies { readonly [Member in keyof InvokeModelUsage]: string };

export function readUsage(headers: Headers): InvokeModelUsage | undefined {
  const usage = Object.entries(USAGE_HEADERS).flatMap(([member, name]) => {
    const value = headers.get(name);
    return value !== null && /^\d+$/.test(value) ? [[member, Number(value)]] : [];
  });
  return usage.length === 0 ? undefined : Object.fromEntries(usage);
}
