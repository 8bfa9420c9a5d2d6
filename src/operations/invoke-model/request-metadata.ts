import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import { stringify } from "../../protocol/json/json.ts";

/**
 * `requestMetadata` as a header's value: JSON in ASCII, so that it is legal and signed alike
 * everywhere. A value that is undefined is left out.
 */
export function encodeRequestMetadata(metadata: unknown): string {
  const pairs = typeof metadata === "string" ? parse(metadata) : metadata;
  if (typeof pairs !== "object" || pairs === null || Array.isArray(pairs)) {
    throw invalid("must be an object of strings, as it is or as JSON");
  }
  for (const [key, value] of Object.entries(pairs)) {
    if (typeof value !== "string" && value !== undefined) {
      throw invalid(`${JSON.stringify(key)} must be a string, not ${typeof value}`);
    }
  }
  const json = typeof metadata === "string" ? metadata : stringify(pairs, "requestMetadata");
  return (
    json
      // In valid JSON, line breaks and tabs stand between tokens only.
      .replace(/[\t\n\r]+/g, " ")
      .replace(
        /[\u007f-\uffff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
      )
  );
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw invalid("must be JSON", { cause });
  }
}

function invalid(message: string, options?: ErrorOptions): InvalidArgumentError {
  return new InvalidArgumentError("requestMetadata", message, options);
}
