import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/**
 * A misspelled option must not pass as one that was left out.
 *
 * @throws InvalidArgumentError for a member of `given` that is not in `known`, with those that are.
 */
export function checkOptions(field: string, given: unknown, known: readonly string[]): void {
  if (given === undefined) return;
  if (typeof given !== "object" || given === null) {
    throw new InvalidArgumentError(field, "must be an object");
  }
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new InvalidArgumentError(
    field === "options" ? unknown : `${field}.${unknown}`,
    `is not an option. The options are: ${known.join(", ")}`,
  );
}
