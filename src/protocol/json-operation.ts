import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { ResponseMetadata } from "../errors/response-metadata.ts";
import { UnexpectedResponseError } from "../errors/unexpected-response-error.ts";
import { type Blobs, fromJson, toJson } from "./blobs.ts";
import { excerpt } from "./excerpt.ts";
import type { HttpRequest } from "./operation.ts";
import type { OperationResponse } from "./response.ts";

/**
 * A request whose body is a JSON object.
 *
 * @param blobs - where bytes are in the body
 * @throws InvalidArgumentError
 */
export function jsonRequest(path: string, body: object, blobs: Blobs): HttpRequest {
  return { path, headers: { "content-type": "application/json" }, body: toJson(body, blobs) };
}

/** @throws InvalidArgumentError for an input that is not an object, or lacks one of these members. */
export function checkRequired(input: object, members: readonly string[]): void {
  if (typeof input !== "object" || input === null) {
    throw new InvalidArgumentError("input", "must be an object");
  }
  for (const member of members) {
    const value = (input as { readonly [member: string]: unknown })[member];
    if (value === undefined || value === null) {
      throw new InvalidArgumentError(member, "missing; it is required");
    }
  }
}

/**
 * The output of a response whose body is a JSON object, with every member that it has.
 *
 * @throws UnexpectedResponseError `NOT_JSON` for a body that is not what the model says
 */
export async function jsonOutput<Output>(
  response: OperationResponse,
  blobs: Blobs,
): Promise<Output & { readonly $metadata: ResponseMetadata }> {
  const body = await response.bytes();
  const document = body.json();
  const invalid = (message: string) => new UnexpectedResponseError("NOT_JSON", message);
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw invalid(`The body is not a JSON object: ${excerpt(body)}`);
  }
  return { ...(fromJson(document, blobs, invalid) as Output), $metadata: response.$metadata };
}
