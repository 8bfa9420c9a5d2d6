import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/**
 * The model id as one label of the path: everything but the unreserved characters of RFC 3986 is
 * percent-encoded, once.
 */
export function encodeModelId(modelId: unknown): string {
  if (typeof modelId !== "string" || modelId === "") {
    throw new InvalidArgumentError("modelId", "write a model's id or ARN");
  }
  if (modelId.length > 2048) {
    throw new InvalidArgumentError("modelId", `${modelId.length} characters, over 2048`);
  }
  // A URL parser takes these for steps in the path, even when they are percent-encoded.
  if (modelId === "." || modelId === "..") {
    throw new InvalidArgumentError("modelId", `"${modelId}" is no part of a path`);
  }
  try {
    return encodeURIComponent(modelId).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch (cause) {
    throw new InvalidArgumentError("modelId", "half of a surrogate pair", { cause });
  }
}
