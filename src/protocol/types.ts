/** A string of a known set that the service may extend. */
export type Open<Known extends string> = Known | (string & {});

/** A JSON value. A member that is `undefined` is left out of what is sent. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [member: string]: JsonValue | undefined };

/** A JSON value, or an object that `JSON.stringify` turns into one. */
export type JsonBody = object | string | number | boolean | null;

/** One of `Members`, and none of the others: all can be read, and this one is there. */
export type Only<Members, Name extends keyof Members> = {
  readonly [Member in Name]: Members[Member];
} & {
  readonly [Member in Exclude<keyof Members, Name>]?: undefined;
};

/**
 * A union of the service: exactly one of `Members` is set. `value.member !== undefined` narrows to
 * it, and `value.member?.…` reads it without narrowing.
 */
export type OneOf<Members> = { [Name in keyof Members]: Only<Members, Name> }[keyof Members];
