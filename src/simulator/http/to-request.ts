/** The members of a RequestInit that mean something here. */
const MEMBERS = ["method", "headers", "body", "signal", "duplex"] as const;

/** A request, and how it came. */
export interface Received {
  readonly request: Request;
  /**
   * Whether a server handed it over, beside something of its own. A server has joined the lines of a
   * header that came more than once with `", "`, which no longer says how they were signed.
   */
  readonly isServed: boolean;
}

/**
 * The request of a call as `fetch` is called, or as a server calls its handler: what stands in the
 * second place there (Bun's server, Deno's connection, a Worker's environment) is not a RequestInit.
 */
export function toRequest(input: Request | URL | string, init: object | undefined): Received {
  // `null` is what fetch takes for no init.
  if (init === undefined || init === null) return { request: new Request(input), isServed: false };
  const given = MEMBERS.filter((name) => name in init);
  const isServed = given.length === 0 && typeof input === "object";
  const picked = given.map((name) => [name, (init as Record<string, unknown>)[name]]);
  return { request: new Request(input, Object.fromEntries(picked)), isServed };
}
