import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

const MAX_LENGTH = 2048;

/**
 * A member as one segment of the path.
 *
 * @throws InvalidArgumentError for what cannot be one segment
 */
export function pathLabel(member: string, value: unknown): string {
  if (typeof value !== "string" || value === "") {
    throw new InvalidArgumentError(member, "must be a non-empty string");
  }
  if (value.length > MAX_LENGTH) {
    throw new InvalidArgumentError(
      member,
      `is ${value.length} characters; must be at most ${MAX_LENGTH}`,
    );
  }
  // A URL parser takes these for steps in the path, even when they are percent-encoded.
  if (value === "." || value === "..") {
    throw new InvalidArgumentError(member, `"${value}" cannot be a segment of a path`);
  }
  return percentEncoded(member, value);
}

/**
 * A member with everything but the unreserved characters of RFC 3986 percent-encoded, once.
 *
 * @throws InvalidArgumentError
 */
export function percentEncoded(member: string, value: string): string {
  try {
    return encodeURIComponent(value).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch (cause) {
    throw new InvalidArgumentError(member, "must not contain half of a surrogate pair", { cause });
  }
}
