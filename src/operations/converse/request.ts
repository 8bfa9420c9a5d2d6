import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import { checkRequired, jsonRequest } from "../../protocol/json-operation.ts";
import type { HttpRequest } from "../../protocol/operation.ts";
import { pathLabel } from "../../protocol/path-label.ts";
import type { ConverseInput } from "./input.ts";
import { CONVERSE_INPUT_BLOBS, CONVERSE_REQUIRED } from "./members.ts";

const MAX_PAIRS = 16;
const TEXT = /^[a-zA-Z0-9\s:_@$#=/+,\-.]{0,256}$/;

/**
 * The request of either operation.
 *
 * @param action - the last segment of the path
 * @throws InvalidArgumentError for a member that the service could not take
 */
export function converseRequest(action: string, input: ConverseInput): HttpRequest {
  checkRequired(input, CONVERSE_REQUIRED);
  const { modelId, requestMetadata, ...members } = input;
  const path = `/model/${pathLabel("modelId", modelId)}/${action}`;
  const body = { ...members, requestMetadata: checkRequestMetadata(requestMetadata) };
  return jsonRequest(path, body, CONVERSE_INPUT_BLOBS);
}

/** A map here, and a JSON string in a header for InvokeModel: the rules differ. */
function checkRequestMetadata(
  metadata: ConverseInput["requestMetadata"],
): { readonly [key: string]: string } | undefined {
  if (metadata === undefined) return undefined;
  const refuse = (must: string) => new InvalidArgumentError("requestMetadata", must);
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) {
    throw refuse("must be an object of strings");
  }
  const pairs = Object.entries(metadata).filter(([, value]) => value !== undefined);
  if (pairs.length < 1 || pairs.length > MAX_PAIRS) {
    throw refuse(`must have 1 to ${MAX_PAIRS} pairs, and has ${pairs.length}`);
  }
  for (const [key, value] of pairs) {
    if (key === "" || !TEXT.test(key) || typeof value !== "string" || !TEXT.test(value)) {
      throw refuse(
        `${JSON.stringify(key)} and its value must have at most 256 letters, digits, spaces or characters of :_@$#=/+,-.`,
      );
    }
  }
  return Object.fromEntries(pairs);
}
