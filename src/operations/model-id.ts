import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/**
 * The model id as one label of the path: everything but the unreserved characters of RFC 3986 is
 * percent-encoded, once.
 */
export function encodeModelId(modelId: unknown): string {
  if (typeof modelId !== "string" || modelId === "") {
    throw new InvalidArgumentError("modelId", "write the id or ARN of a model as a string");
  }
  if (modelId.length > 2048) {
    throw new InvalidArgumentError(
      "modelId",
      `at most 2048 characters are accepted, not ${modelId.length}`,
    );
  }
  // A URL parser takes these for steps in the path, even when they are percent-encoded.
  if (modelId === "." || modelId === "..") {
    throw new InvalidArgumentError("modelId", `"${modelId}" cannot be part of a path`);
  }
  try {
    return encodeURIComponent(modelId).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch (cause) {
    throw new InvalidArgumentError("modelId", "it has half of a surrogate pair", { cause });
  }
}
