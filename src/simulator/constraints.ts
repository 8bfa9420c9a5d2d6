import { ServiceError } from "./service-error.ts";

/** What a service model asks of a string. */
export interface StringConstraint {
  /** Whether the member may be absent. Default `false`. */
  readonly optional?: boolean;
  /** The least length, in characters. */
  readonly min?: number;
  /** The greatest length, in characters. */
  readonly max?: number;
  readonly pattern?: string;
  /** The values of an enumeration. */
  readonly values?: readonly string[];
  /** A sensitive value is not repeated in the message. */
  readonly sensitive?: boolean;
}

/** A member of an input: its name as AWS's messages write it, its value, what the model asks of it. */
export type ConstrainedMember = readonly [
  name: string,
  value: unknown,
  constraint: StringConstraint,
];

/** @throws ServiceError that lists every constraint that is not met, as AWS words it. */
export function checkConstraints(
  members: readonly ConstrainedMember[],
  errorName = "ValidationException",
): void {
  const broken = members.map(brokenConstraint).filter((message) => message !== undefined);
  if (broken.length > 0) throw constraintError(broken, errorName);
}

/** The error for constraints that were found broken, each in AWS's words. */
export function constraintError(
  broken: readonly string[],
  errorName = "ValidationException",
): ServiceError {
  const count = `${broken.length} validation error${broken.length === 1 ? "" : "s"} detected`;
  return new ServiceError(errorName, `${count}: ${broken.join("; ")}`);
}

function brokenConstraint([name, value, constraint]: ConstrainedMember): string | undefined {
  const { optional, min = 0, max = Infinity, pattern, values, sensitive } = constraint;
  const shown = sensitive ? "Value" : `Value '${String(value)}'`;
  const failed = (what: string) =>
    `${shown} at '${name}' failed to satisfy constraint: Member must ${what}`;

  if ((value === null || value === undefined) && optional) return undefined;
  if (typeof value !== "string") {
    return `Value null at '${name}' failed to satisfy constraint: Member must not be null`;
  }
  if (value.length < min) return failed(`have length greater than or equal to ${min}`);
  if (value.length > max) return failed(`have length less than or equal to ${max}`);
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
    return failed(`satisfy regular expression pattern: ${pattern}`);
  }
  if (values && !values.includes(value)) {
    return failed(`satisfy enum value set: [${values.join(", ")}]`);
  }
  return undefined;
}
