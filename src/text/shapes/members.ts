export type Members = Readonly<Record<string, unknown>>;

/** A value's members. `null` and `undefined` yield an empty object, so that no shape makes a reader throw. */
export const membersOf = (value: unknown): Members => Object(value);

export const textOrUndefined = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;
