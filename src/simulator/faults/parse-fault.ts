import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import type { Fault } from "./fault.ts";

/** A fault read from text, and how often it applies. */
export type ParsedFault = Fault & {
  /** How many requests it applies to. Unset if the text does not say: all. */
  readonly times?: number | undefined;
};

/** What a member's value is: one of the words if they are listed. */
type Kind = "number" | "text" | "flag" | readonly string[];

/** Every fault's members, and what each holds. */
const MEMBERS: Readonly<Record<Fault["fault"], Readonly<Record<string, Kind>>>> = {
  error: {
    name: "text",
    status: "number",
    message: "text",
    header: "flag",
    body: ["message", "Message", "__type", "code", "empty", "html", "invalid-json", "huge"],
    retryAfter: "text",
    amzRetryAfter: "text",
    originalStatusCode: "number",
    resourceName: "text",
  },
  throttle: { retryAfter: "text", amzRetryAfter: "text" },
  "expired-token": {},
  html: { status: "number" },
  redirect: { location: "text", status: "number" },
  "skewed-clock": { ms: "number" },
  delay: { ms: "number", at: ["headers", "first-frame", "frames"] },
  stall: { after: "number" },
  reset: { after: "number" },
  cut: { after: "number", bytes: "number" },
  flip: { after: "number", bit: "number" },
  length: { after: "number", total: "number", headers: "number" },
  exception: {
    name: "text",
    after: "number",
    message: "text",
    originalStatusCode: "number",
    originalMessage: "text",
  },
  "error-frame": { code: "text", message: "text", after: "number" },
  "unknown-event": { name: "text", after: "number" },
  "bad-chunk": { kind: ["no-bytes", "bad-base64", "not-json"], after: "number" },
  drip: { bytes: "number", ms: "number" },
  json: {},
  "unknown-operation": {},
};

const NEEDED: Readonly<Partial<Record<Fault["fault"], string>>> = {
  redirect: "location",
  delay: "ms",
  "bad-chunk": "kind",
};

/**
 * Reads a fault as the header `x-simulator-fault` has it: `name; member=value; member="quoted"`, where
 * the members are those of the fault's type, and `times=2` means only the first two requests.
 *
 * In the header, another member names what `times` is counted by: `key=my-test`, so that tests that
 * run at once do not disturb one another. Without it, each spelling of the header is counted by itself. The
 * header need not be signed, and pages may send it.
 *
 * @throws InvalidArgumentError for a fault or a member that does not exist, with those that do. A
 *   request with such a header is answered with a ValidationException: a test with a misspelled
 *   fault must not pass without it.
 *
 * @example
 * ```ts
 * import { createSimulator, parseFault } from "bedrock-fetch/simulator";
 *
 * const simulator = createSimulator();
 * simulator.faults.push(parseFault("stall; after=3; times=1"));
 *
 * // The same for a single request.
 * const slow: typeof fetch = (input, init) => {
 *   const request = new Request(input, init);
 *   request.headers.set("x-simulator-fault", "drip; bytes=1; key=my-test");
 *   return simulator(request);
 * };
 * ```
 */
export function parseFault(text: string): ParsedFault {
  const name = /^[^;]*/.exec(text)![0];
  const fault: Record<string, string> = { fault: name.trim() };
  const pair = /\s*;\s*([A-Za-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]*))/y;
  pair.lastIndex = name.length;
  while (pair.lastIndex < text.length) {
    const from = pair.lastIndex;
    const match = pair.exec(text);
    if (!match) throw unreadable(`'${text.slice(from)}' is not of the form '; member=value'`);
    const value = match[2]?.replace(/\\(.)/g, "$1") ?? match[3]!.trim();
    fault[match[1]!] = value;
  }
  const { key: _, ...rest } = fault;
  return checkFault(rest, fromText);
}

/** Turns a member's text into its value; returns `undefined` if it is not one. */
type Read = (kind: Kind | undefined, value: unknown) => unknown;

const fromText: Read = (kind, value) => {
  if (kind === "number") return value === "" ? undefined : asIs(kind, Number(value));
  if (kind === "flag") return value === "true" || (value === "false" ? false : undefined);
  return asIs(kind, value);
};

const asIs: Read = (kind, value) => {
  if (kind === "number") return Number.isFinite(value) ? value : undefined;
  if (kind === "flag") return typeof value === "boolean" ? value : undefined;
  if (kind === "text") {
    return typeof value === "string" || typeof value === "number" ? value : undefined;
  }
  return kind?.includes(value as string) ? value : undefined;
};

/**
 * A fault whose members exist and have valid values; those that are undefined are left out.
 *
 * @throws InvalidArgumentError otherwise.
 */
export function checkFault(given: unknown, read: Read = asIs): ParsedFault {
  if (typeof given !== "object" || given === null) {
    throw unreadable(`must be an object, text or a function, not ${JSON.stringify(given)}`);
  }
  const { fault: name, ...rest } = given as Readonly<Record<string, unknown>>;
  if (typeof name !== "string" || !isFaultName(name)) {
    throw unreadable(`there is no fault '${name}'. There are: ${Object.keys(MEMBERS).join(", ")}`);
  }
  const kinds: Readonly<Record<string, Kind>> = { ...MEMBERS[name], times: "number" };
  const fault: Record<string, unknown> = { fault: name };
  for (const [member, value] of Object.entries(rest)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(kinds, member)) {
      const known = [...Object.keys(kinds), "key", ...(read === asIs ? ["when"] : [])].join(", ");
      throw unreadable(`'${name}' has no '${member}'. It has: ${known}`);
    }
    // Every request, as the type has it.
    const unbounded = member === "times" && value === Number.POSITIVE_INFINITY;
    fault[member] = unbounded ? value : read(kinds[member], value);
    if (fault[member] === undefined)
      throw unreadable(`'${member}' ${mustBe(kinds[member]!, value)}`);
  }
  const missing = NEEDED[name];
  if (missing !== undefined && !(missing in fault)) {
    throw unreadable(`'${name}' needs '${missing}'`);
  }
  // The table above has the members of every fault; the union cannot be followed from there.
  return fault as unknown as ParsedFault;
}

const isFaultName = (name: string): name is Fault["fault"] => Object.hasOwn(MEMBERS, name);

function mustBe(kind: Kind, value: unknown): string {
  if (kind === "number") return `must be a number, not '${value}'`;
  if (kind === "text") return "must be text";
  return `must be one of ${(kind === "flag" ? ["true", "false"] : kind).join(", ")}, not '${value}'`;
}

const unreadable = (why: string): InvalidArgumentError => new InvalidArgumentError("fault", why);
