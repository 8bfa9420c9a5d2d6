/** What the service adds to the documents of every family. */
export interface ServiceMembers {
  /** In the last document of a stream, which in some families has nothing else. */
  "amazon-bedrock-invocationMetrics"?: InvocationMetrics;
  "amazon-bedrock-guardrailAction"?: "NONE" | "INTERVENED";
  /** If the request asked for a trace. */
  "amazon-bedrock-trace"?: { guardrail?: unknown };
}

/** What the service measured, in the last document of a stream. */
export interface InvocationMetrics {
  inputTokenCount: number;
  outputTokenCount: number;
  /** In ms. */
  invocationLatency: number;
  /** In ms. */
  firstByteLatency: number;
  cacheReadInputTokenCount?: number;
  cacheWriteInputTokenCount?: number;
}
