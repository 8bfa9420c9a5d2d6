/** What the service model asks of a string. */
export interface StringConstraint {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /** A sensitive value is not repeated in the message. */
  readonly sensitive?: boolean;
}

/** AWS's message for the members of an input that break their constraints; undefined if none does. */
export function brokenConstraints(
  members: readonly (readonly [name: string, value: unknown, constraint: StringConstraint])[],
): string | undefined {
  const broken = members.flatMap(
    ([name, value, { min = 0, max = Infinity, pattern, sensitive }]) => {
      const shown = sensitive ? "Value" : `Value '${String(value)}'`;
      const failed = (what: string) => [
        `${shown} at '${name}' failed to satisfy constraint: ${what}`,
      ];
      if (typeof value !== "string") {
        return [`Value null at '${name}' failed to satisfy constraint: Member must not be null`];
      }
      if (value.length < min) {
        return failed(`Member must have length greater than or equal to ${min}`);
      }
      if (value.length > max) return failed(`Member must have length less than or equal to ${max}`);
      if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
        return failed(`Member must satisfy regular expression pattern: ${pattern}`);
      }
      return [];
    },
  );
  if (broken.length === 0) return undefined;
  const errors = broken.length === 1 ? "error" : "errors";
  return `${broken.length} validation ${errors} detected: ${broken.join("; ")}`;
}
