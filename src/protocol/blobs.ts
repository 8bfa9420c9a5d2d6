/**
 * Where bytes and dates lie in JSON, by member; lists are passed through. What is not named is
 * JSON as it is.
 */
export interface Blobs {
  readonly [member: string]: Blobs | "blob" | "timestamp";
}
