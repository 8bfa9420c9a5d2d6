import type { BedrockClient } from "../client/bedrock-client.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import { readUpTo } from "../protocol/byte-source.ts";
import type { HttpRequest, Operation } from "../protocol/operation.ts";
import {
  isUnknownOperation,
  MAX_BODY_BYTES,
  type OperationResponse,
} from "../protocol/response.ts";
import { bodyStream, peek } from "../protocol/response-body-stream.ts";
import { exceptionFromResponse } from "../protocol/service-exception.ts";
import { isPage } from "../runtime.ts";

/** The options of `signedFetch`. */
export interface SignedFetchOptions {
  /**
   * Other endpoints that may be asked beside the client's, such as
   * `"https://bedrock-mantle.us-east-1.api.aws"`. Default: none.
   */
  readonly endpoints?: readonly (string | URL)[] | undefined;
}

/** An answer that says that there is no such operation is shorter. */
const HEAD_BYTES = 1000;
const NONE = new Uint8Array(0);

/** What never travels: keys of the SDK's own, and what fetch sets itself. */
const DROPPED =
  /^(authorization|x-api-key|host|connection|content-length|x-amz-(date|security-token))$/;
/** Telemetry of SDKs, which a page's preflight would have to allow header by header. */
const TELEMETRY = /^(x-stainless-|user-agent$|anthropic-dangerous-)/;
/** No runtime rewrites these. */
const SIGNED = /^(content-type$|x-amz)/;

/**
 * A `fetch` with a client's authorization, endpoint and timeouts, for every SDK that takes one. It
 * asks once: retries are the SDK's. A token that has expired is renewed, and a wrong clock corrected,
 * once. Keys that the SDK sets do not travel.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/endpoints.html
 *
 * @throws InvalidArgumentError, from the function that is returned, for a URL of another origin or a
 *   body over 25,000,000 bytes; and what `BedrockClient.call` throws for a failed connection, a
 *   redirect, or missing credentials
 *
 * @example
 * ```ts
 * import OpenAI from "openai";
 * import { BedrockRuntime, signedFetch } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockRuntime({ region: "us-east-1", ...fromEnv() });
 * const openai = new OpenAI({
 *   baseURL: `${bedrock.endpoint}/openai/v1`,
 *   apiKey: "unused",
 *   fetch: signedFetch(bedrock),
 * });
 * const { choices } = await openai.chat.completions.create({
 *   model: "openai.gpt-oss-120b-1:0",
 *   messages: [{ role: "user", content: "Hello" }],
 * });
 * console.log(choices[0]?.message.content);
 * ```
 */
export function signedFetch(
  bedrock: Pick<BedrockClient, "call" | "endpoint">,
  { endpoints = [] }: SignedFetchOptions = {},
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  const origins = [bedrock.endpoint, ...endpoints].map((endpoint) => new URL(endpoint).origin);
  return async (input, init = {}) => {
    // A signal of older making is not one that a Request takes.
    const { signal = input instanceof Request ? input.signal : undefined, ...rest } = init;
    const request = new Request(input, { ...rest, duplex: "half" } as RequestInit);
    const { origin, pathname, search } = new URL(request.url);
    if (!origins.includes(origin)) {
      throw new InvalidArgumentError(
        "url",
        `${origin} is not the client's endpoint ${origins[0]}; set the SDK's base URL to it, or name it in signedFetch's endpoints`,
      );
    }
    const body = new Uint8Array(await request.arrayBuffer());
    if (body.length > MAX_BODY_BYTES) {
      throw new InvalidArgumentError("body", `${body.length} bytes, over ${MAX_BODY_BYTES}`);
    }
    let refusal: Response | undefined;
    const operation: Operation<HttpRequest, Response> = {
      request: (made) => made,
      async response(response) {
        const { response: passed, exception } = await passOn(response);
        refusal = passed;
        if (exception) throw exception;
        return passed;
      },
      isStreamed: true,
      acceptsErrors: true,
    };
    try {
      return await bedrock.call(
        operation,
        {
          method: request.method,
          endpoint: origin,
          path: pathname + search,
          ...splitHeaders(request.headers),
          ...(request.method !== "GET" && request.method !== "HEAD" && { body }),
        },
        { maxAttempts: 1, ...(signal && { signal }) },
      );
    } catch (error) {
      if (refusal && error instanceof BedrockRuntimeServiceException) return refusal;
      throw error;
    }
  };
}

function splitHeaders(all: Headers): Pick<HttpRequest, "headers" | "unsignedHeaders"> {
  const headers: { [name: string]: string } = {};
  const unsignedHeaders: { [name: string]: string } = {};
  for (const [name, value] of all) {
    if (DROPPED.test(name) || (isPage() && TELEMETRY.test(name))) continue;
    (SIGNED.test(name) ? headers : unsignedHeaders)[name] = value;
  }
  return { headers, unsignedHeaders };
}

/** A response as it came, and the exception that it is for the client, if that may correct it. */
async function passOn(
  response: OperationResponse,
): Promise<{ readonly response: Response; readonly exception?: Error }> {
  const { status, headers, source } = response;
  if (status === 401 || status === 403) {
    const body = await readUpTo(MAX_BODY_BYTES, source);
    return {
      response: new Response(body as Uint8Array<ArrayBuffer>, { status, headers }),
      exception: exceptionFromResponse(response, body),
    };
  }
  // A body that is streamed is passed on at its first byte.
  const isWhole = /json/.test(headers.get("content-type") ?? "");
  const { head, source: body } = isWhole ? await peek(source, HEAD_BYTES) : { head: NONE, source };
  if (!isUnknownOperation(head)) {
    const hasNoBody = status === 204 || status === 205 || status === 304;
    return { response: new Response(hasNoBody ? null : bodyStream(body), { status, headers }) };
  }
  const message = "Amazon Bedrock has no such operation at this path; check the SDK's base URL";
  const error = { type: "not_found_error", message };
  return { response: Response.json({ type: "error", error }, { status: 404 }) };
}
