import type { BedrockClient } from "../client/bedrock-client.ts";
import { customEndpoint } from "../client/endpoint.ts";
import { SIGNATURE_HEADERS } from "../client/request-headers.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { BedrockRuntimeServiceException } from "../errors/service-exceptions.ts";
import { readUpTo } from "../protocol/byte-source.ts";
import { checkMembers } from "../protocol/members.ts";
import type { HttpRequest, Operation } from "../protocol/operation.ts";
import {
  MAX_BODY_BYTES,
  type OperationResponse,
  UNKNOWN_OPERATION,
} from "../protocol/operation-response.ts";
import { exceptionFromResponse } from "../protocol/service-exception.ts";
import { isPage } from "../runtime.ts";
import { givenRequest } from "./given-request.ts";

/** The options of `signedFetch`. */
export interface SignedFetchOptions {
  /**
   * Other endpoints that requests may go to besides the client's, such as
   * `"https://bedrock-mantle.us-east-1.api.aws"`. Default: none.
   */
  readonly endpoints?: readonly (string | URL)[] | undefined;
}

/** Headers that are never sent, besides the signature's: the SDK's own key, and those that fetch sets. */
const DROPPED = /^(x-api-key|connection|content-length)$/;
/** Telemetry of SDKs, which a page's preflight would have to allow header by header. */
const TELEMETRY = /^(x-stainless-|user-agent$|anthropic-dangerous-)/;
/** No runtime rewrites these. */
const SIGNED = /^(content-type$|x-amz)/;

/**
 * A `fetch` with a client's authorization, endpoint and timeouts, for every SDK that takes one. It
 * makes one attempt: retries are the SDK's. An expired token is renewed, and a wrong clock corrected,
 * once. The SDK's own keys are not sent.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/endpoints.html
 *
 * @throws InvalidArgumentError, from the function that is returned, for a URL of another origin, a
 *   body over 25,000,000 bytes, or arguments that fetch would not take; and what
 *   `BedrockClient.call` throws for a failed connection, a redirect, or missing credentials
 *
 * @example
 * ```ts
 * import OpenAI from "openai";
 * import { BedrockRuntime, signedFetch } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockRuntime({ ...fromEnv(), region: "us-east-1" });
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
  options: SignedFetchOptions = {},
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  checkMembers("options", options, { endpoints: "" });
  const origins = [bedrock.endpoint, ...(options.endpoints ?? [])].map(
    (endpoint) => new URL(customEndpoint(endpoint, "endpoints")).origin,
  );
  return async (input, init) => {
    const { url, method, headers, signal, bytes } = givenRequest(input, init);
    // Not its origin: a blob: URL has that of the URL within it.
    const endpoint = `${url.protocol}//${url.host}`;
    if (!origins.includes(endpoint)) {
      throw new InvalidArgumentError("url", `must be at ${origins.join(" or ")}, not ${endpoint}`);
    }
    const body = await bytes();
    let refusal: Response | undefined;
    const operation: Operation<HttpRequest, Response> = {
      request: (made) => made,
      async response(response) {
        if (response.status !== 401 && response.status !== 403) return passOn(response);
        const read = await readUpTo(MAX_BODY_BYTES, response.source);
        refusal = new Response(read as Uint8Array<ArrayBuffer>, response);
        throw exceptionFromResponse(response, read);
      },
      isStreamed: true,
      acceptsErrors: true,
    };
    const request = {
      method,
      endpoint,
      // A plus sign means a space in a query; encoded like this, every signer reads it the same.
      path: url.pathname + url.search.replaceAll("+", "%20"),
      ...sentHeaders(headers),
      body: body.length > 0 ? body : undefined,
    };
    try {
      return await bedrock.call(operation, request, { maxAttempts: 1, signal });
    } catch (error) {
      // A refusal that the client could not correct is the SDK's to read.
      if (refusal && error instanceof BedrockRuntimeServiceException) return refusal;
      throw error;
    }
  };
}

function sentHeaders(all: Headers): Pick<HttpRequest, "headers" | "unsignedHeaders"> {
  const headers: { [name: string]: string } = {};
  const unsignedHeaders: { [name: string]: string } = {};
  const inPage = isPage();
  for (const [name, value] of all) {
    if (SIGNATURE_HEADERS.test(name) || DROPPED.test(name)) continue;
    if (inPage && TELEMETRY.test(name)) continue;
    (SIGNED.test(name) ? headers : unsignedHeaders)[name] = value;
  }
  return { headers, unsignedHeaders };
}

/** A response as it arrived, but with status 404 for a path that Bedrock does not know. */
async function passOn(response: OperationResponse): Promise<Response> {
  const { status, headers, source } = response;
  let text = "";
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const read = async (enough: (piece: Uint8Array) => boolean): Promise<void> => {
    const more = await source.readUntil((piece) => {
      controller.enqueue(piece);
      return enough(piece);
    });
    if (!more) controller.close();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(own) {
        controller = own;
      },
      pull: () => read(() => true),
      cancel: () => source.cancel(),
    },
    { highWaterMark: 0 },
  );
  // The headers of a stream do not wait for its first event.
  if (status === 200 && !/event-stream/.test(headers.get("content-type") ?? "")) {
    await read((piece) => {
      text += new TextDecoder().decode(piece.subarray(0, UNKNOWN_OPERATION.length));
      return !UNKNOWN_OPERATION.startsWith(text);
    });
  }
  if (text.startsWith(UNKNOWN_OPERATION)) {
    source.cancel();
    const message = "No such operation; check the base URL";
    const error = { type: "not_found_error", message };
    return Response.json({ type: "error", error }, { status: 404 });
  }
  return new Response([204, 205].includes(status) ? null : body, response);
}
