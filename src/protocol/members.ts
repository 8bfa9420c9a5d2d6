import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/**
 * @param known - an object with every member that there may be. Default: there may be any.
 * @throws InvalidArgumentError if `given` is not an object or has a member that is not in `known`
 */
export function checkMembers(name: string, given: object, known: object = given): void {
  // A signal has no members of its own, and would be taken for no options.
  if (typeof given !== "object" || given === null || "aborted" in given) {
    throw new InvalidArgumentError(name, "must be a plain object");
  }
  for (const member of Object.keys(given)) {
    if (!Object.hasOwn(known, member)) {
      throw new InvalidArgumentError(member, `unknown; known are ${Object.keys(known).join(", ")}`);
    }
  }
}
