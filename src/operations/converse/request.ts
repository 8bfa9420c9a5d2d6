import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import { toJson } from "../../protocol/json/blobs.ts";
import { jsonRequest } from "../../protocol/json/json-operation.ts";
import { checkMembers } from "../../protocol/members.ts";
import type { HttpRequest } from "../../protocol/operation.ts";
import { pathLabel } from "../../protocol/path-label.ts";
import type { ConverseInput } from "./input.ts";
import { CONVERSE_INPUT_BLOBS } from "./members.ts";

const TEXT = /^[a-zA-Z0-9\s:_@$#=/+,\-.]{0,256}$/;

/**
 * The request of either operation.
 *
 * @param action - the last segment of the path
 * @throws InvalidArgumentError for a member that the service could not take
 */
export function converseRequest(action: string, input: ConverseInput): HttpRequest {
  checkMembers("input", input);
  const { modelId, ...members } = input;
  const body = { ...members, requestMetadata: checkRequestMetadata(members.requestMetadata) };
  const path = `/model/${pathLabel("modelId", modelId)}/${action}`;
  return jsonRequest(path, toJson(body, CONVERSE_INPUT_BLOBS));
}

/** A map here, and a JSON string in a header for InvokeModel: the rules differ. */
function checkRequestMetadata(metadata: unknown): object | undefined {
  if (metadata === undefined) return undefined;
  const given = Object.entries(metadata ?? {});
  const pairs = given.filter(([, value]) => value !== undefined);
  if (pairs.length === 0 && given.length > 0) return undefined;
  if (
    typeof metadata !== "object" ||
    Array.isArray(metadata) ||
    pairs.length < 1 ||
    pairs.length > 16 ||
    pairs.some(
      ([key, value]) =>
        !key || [key, value].some((text) => typeof text !== "string" || !TEXT.test(text)),
    )
  ) {
    throw new InvalidArgumentError(
      "requestMetadata",
      "must be 1 to 16 pairs of strings, of at most 256 letters, digits, spaces or characters of :_@$#=/+,-.",
    );
  }
  return Object.fromEntries(pairs);
}
