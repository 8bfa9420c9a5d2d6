/** What a path of Bedrock Runtime asks for. */
export interface Route {
  readonly operation: "InvokeModel" | "InvokeModelWithResponseStream";
  /** Decoded once, as the service does: a label that was encoded twice is still encoded. */
  readonly modelId: string;
}

/** Undefined for a path that names no operation. */
export function findRoute(method: string, pathname: string): Route | undefined {
  const match = /^\/model\/([^/]+)\/(invoke|invoke-with-response-stream)$/.exec(pathname);
  if (method !== "POST" || !match) return undefined;
  try {
    return {
      operation: match[2] === "invoke" ? "InvokeModel" : "InvokeModelWithResponseStream",
      modelId: decodeURIComponent(match[1]!),
    };
  } catch {
    return undefined;
  }
}
