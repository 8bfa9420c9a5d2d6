import type { Simulator } from "bedrock-fetch/simulator";

/** The API key that test simulators are given where signatures are not the matter. */
export const apiKey = "test-key";

/** Whatever is to be sent; a string as it is, anything else as JSON. */
export interface Invocation {
  readonly modelId?: string;
  readonly stream?: boolean;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly endpoint?: string;
}

export const prompt = (text: string, more: object = {}): object => ({
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 400,
  messages: [{ role: "user", content: text }],
  ...more,
});

export function invocation(invocation: Invocation): [url: string, init: RequestInit] {
  const {
    modelId = "anthropic.claude-3-haiku-20240307-v1:0",
    stream = false,
    body = prompt("Why is the sky blue?"),
    endpoint = "https://bedrock-runtime.us-east-1.amazonaws.com",
    headers,
    signal,
  } = invocation;
  return [
    `${endpoint}/model/${encodeURIComponent(modelId)}/invoke${stream ? "-with-response-stream" : ""}`,
    {
      method: "POST",
      headers: {
        authorization: `Bearer ${apiKey}`,
        "content-type": "application/json",
        ...headers,
      },
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...(signal && { signal }),
    },
  ];
}

export const invoke = (simulator: Simulator, options: Invocation = {}): Promise<Response> =>
  simulator(...invocation(options));

export async function refusalOf(response: Response) {
  return {
    status: response.status,
    name: response.headers.get("x-amzn-errortype")?.split(":")[0],
    message: (await response.json()).message as string,
  };
}

/** Calls any operation by its path, with a JSON body. */
export const call = (
  simulator: Simulator,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  simulator(`https://bedrock-runtime.us-east-1.amazonaws.com${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${apiKey}`,
      "content-type": "application/json",
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
