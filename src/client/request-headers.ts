import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { HttpRequest } from "../protocol/operation.ts";
import type { BedrockRuntimeOptions, RequestHeaders } from "./options.ts";

/** What only the signature sets. */
export const SIGNATURE_HEADERS: RegExp =
  /^(host|authorization|x-amz-(date|security-token|content-sha256))$/i;
/** What browsers, proxies and load balancers replace: signed, it would break the signature. */
const REWRITTEN = /^(user-agent|x-amzn-trace-id)$/;

type HeadersByName = { readonly [name: string]: string };

/**
 * @throws InvalidArgumentError for headers that cannot be sent, or are the signature's; it names
 *   them, and never their values
 */
export function requestHeaders(
  { headers: given = {} }: { readonly headers?: RequestHeaders | undefined },
  { signing }: BedrockRuntimeOptions,
): HeadersByName {
  const headers: { [name: string]: string } = {};
  for (const [name, value] of Symbol.iterator in given ? given : Object.entries(given)) {
    const isValid = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[ -~]*$/.test(value);
    if (!isValid || typeof value !== "string") {
      throw new InvalidArgumentError("headers", `${JSON.stringify(name)} must be printable ASCII`);
    }
    if (signing !== false && SIGNATURE_HEADERS.test(name)) {
      throw new InvalidArgumentError("headers", `${name} is set by the signature; leave it out`);
    }
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

/** The headers of an operation and of the caller: those that are signed, and the others. */
export function splitHeaders(
  request: HttpRequest,
  own: HeadersByName,
): { readonly headers: HeadersByName; readonly unsignedHeaders: HeadersByName } {
  const headers: { [name: string]: string } = {};
  const unsignedHeaders: { [name: string]: string } = { ...request.unsignedHeaders };
  for (const [name, value] of Object.entries({ ...request.headers, ...own })) {
    (REWRITTEN.test(name) ? unsignedHeaders : headers)[name] = value;
  }
  return { headers, unsignedHeaders };
}
