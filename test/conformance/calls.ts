import type { BedrockRuntimeOptions, InvokeModelInput, ResponseStreamEvent } from "bedrock-fetch";
import type { Context, Setting } from "./context.ts";

export const CLAUDE = "global.anthropic.claude-haiku-4-5-20251001-v1:0";

/** A question to Claude. */
export const ask = (
  question: string,
  more: Omit<InvokeModelInput, "modelId" | "body"> = {},
): InvokeModelInput => ({
  modelId: CLAUDE,
  body: {
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 1000,
    messages: [{ role: "user", content: question }],
  },
  ...more,
});

/** A client of the simulator that fails at once, unless told otherwise. */
export const clientOf = (
  { library, setting }: Context,
  options: BedrockRuntimeOptions = {},
): InstanceType<Context["library"]["BedrockRuntime"]> =>
  new library.BedrockRuntime({
    region: "us-east-1",
    endpoint: setting.server,
    maxAttempts: 1,
    ...(options.apiKey === undefined ? { credentials: setting.credentials } : {}),
    ...options,
  });

/** A fetch whose requests meet a fault of the simulator. */
export const faulty =
  (fault: string): typeof fetch =>
  (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("x-simulator-fault", fault);
    return fetch(input, { ...init, headers });
  };

let marks = 0;

/** A name for a call, under which the server reports it. */
export const mark = (): { requestMetadata: { test: string }; id: string } => {
  const id = `${Math.random().toString(36).slice(2)}-${++marks}`;
  return { id, requestMetadata: { test: id } };
};

export interface LoggedCall {
  outcome: "open" | "complete" | "failed" | "canceled";
  sent: string[];
  requestMetadata: Record<string, string>;
  identity?: string;
}

/** What the simulator saw of the calls with a mark, once they have all ended. */
export const logged = async ({ server }: Setting, id: string): Promise<LoggedCall[]> =>
  (await fetch(`${server}/log/${encodeURIComponent(id)}`)).json();

export const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The documents of a stream, by the means that every runtime has. */
export const documentsOf = async (body: ReadableStream<ResponseStreamEvent>): Promise<string[]> => {
  const documents: string[] = [];
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    documents.push(decode(read.value.chunk.bytes));
  }
  return documents;
};

/** The text of Claude's streamed documents. */
export const claudeText = (documents: readonly string[]): string =>
  documents.map((document) => JSON.parse(document).delta?.text ?? "").join("");
