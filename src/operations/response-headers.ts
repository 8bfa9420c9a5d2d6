import type { InvokeModelOutput, InvokeModelOutputBase, InvokeModelUsage } from "./outputs.ts";

/** The members of an output that travel in headers. */
export function readHeaders(
  headers: Headers,
  contentType: string,
): Omit<InvokeModelOutputBase, "$metadata"> {
  return {
    contentType: undefined,
    ...pick(headers, {
      contentType,
      performanceConfigLatency: "x-amzn-bedrock-performanceconfig-latency",
      serviceTier: "x-amzn-bedrock-service-tier",
    }),
  };
}

const USAGE_HEADERS = {
  inputTokens: "x-amzn-bedrock-input-token-count",
  outputTokens: "x-amzn-bedrock-output-token-count",
  cacheReadInputTokens: "x-amzn-bedrock-cache-read-input-token-count",
  cacheWriteInputTokens: "x-amzn-bedrock-cache-write-input-token-count",
  invocationLatencyMs: "x-amzn-bedrock-invocation-latency",
} as const satisfies { readonly [Member in keyof InvokeModelUsage]: string };

export function readUsage(headers: Headers): Pick<InvokeModelOutput, "usage"> {
  const counts = Object.entries(pick(headers, USAGE_HEADERS)).flatMap(([member, count]) =>
    /^\d+$/.test(count) ? [[member, Number(count)]] : [],
  );
  return counts.length === 0 ? {} : { usage: Object.fromEntries(counts) };
}

/** The headers that are there, by the member that each stands for. */
function pick(
  headers: Headers,
  names: { readonly [member: string]: string },
): { readonly [member: string]: string } {
  const found: { [member: string]: string } = {};
  for (const [member, name] of Object.entries(names)) {
    const value = headers.get(name);
    if (value !== null) found[member] = value;
  }
  return found;
}
