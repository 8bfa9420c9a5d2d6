import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import type { ResponseMetadata } from "../../errors/response-metadata.ts";
import { UnexpectedResponseError } from "../../errors/unexpected-response-error.ts";
import { excerpt } from "../excerpt.ts";
import { checkMembers } from "../members.ts";
import type { HttpRequest } from "../operation.ts";
import type { OperationResponse } from "../operation-response.ts";
import type { ReadDocument } from "./blobs.ts";
import { stringifyMembers } from "./json.ts";

/**
 * An object without blobs as JSON in UTF-8; `toJson` takes those with some.
 *
 * @throws InvalidArgumentError for a value that JSON cannot carry
 */
export const plainJson = (value: object): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(stringifyMembers(value));

/** A request whose body is JSON. */
export const jsonRequest = (path: string, json: Uint8Array<ArrayBuffer>): HttpRequest => ({
  path,
  headers: { "content-type": "application/json" },
  body: json,
});

/** @throws InvalidArgumentError for an input that is not an object, or lacks one of these members. */
export function checkRequired(input: object, members: readonly string[]): void {
  checkMembers("input", input);
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
 * @param read - makes an output of the document. Default: it is the output.
 * @throws UnexpectedResponseError `NOT_JSON` for a body that is not what the model says
 */
export async function jsonOutput<Output>(
  response: OperationResponse,
  read: ReadDocument = (document) => document,
): Promise<Output & { readonly $metadata: ResponseMetadata }> {
  const body = await response.bytes();
  const document = body.json();
  const invalid = (message: string) => new UnexpectedResponseError("NOT_JSON", message);
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw invalid(`The body is not a JSON object: ${excerpt(body)}`);
  }
  return { ...(read(document, invalid) as Output), $metadata: response.$metadata };
}
