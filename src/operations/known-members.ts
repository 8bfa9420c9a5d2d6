import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/** @throws InvalidArgumentError for what is no object, or has a member that `known` has not. */
export function checkMembers(name: string, given: object, known: object): void {
  if (typeof given !== "object" || given === null) {
    throw new InvalidArgumentError(name, "write an object");
  }
  for (const member of Object.keys(given)) {
    if (!Object.hasOwn(known, member)) {
      throw new InvalidArgumentError(member, `unknown; known are ${Object.keys(known).join(", ")}`);
    }
  }
}
