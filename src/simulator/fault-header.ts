import type { Fault } from "./faults.ts";
import { ServiceError } from "./service-error.ts";

/** A fault as a request's header asks for it. */
export interface RequestedFault {
  readonly fault: Fault;
  /** How many requests it befalls; infinite where the header does not say. */
  readonly times: number;
  /** What `times` is counted by: the header's `key`, or the header itself. */
  readonly key: string;
}

/** What a member's value is: one of some words where they are listed. */
type Kind = "number" | "text" | "flag" | readonly string[];

/** Every fault's members, and how each is read from a header. */
const members: Readonly<Record<Fault["fault"], Readonly<Record<string, Kind>>>> = {
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
};

const needed: Readonly<Partial<Record<Fault["fault"], string>>> = {
  redirect: "location",
  delay: "ms",
  "bad-chunk": "kind",
};

const isFaultName = (name: string): name is Fault["fault"] => Object.hasOwn(members, name);

/**
 * Reads a fault as the header `x-simulator-fault` has it: `name; member=value; member="quoted"`, the
 * members being those of the fault's type. Two more say how often it strikes: `times=2` for the first
 * two requests, counted for each `key` (or for each spelling of the header), so that tests that run at
 * once do not disturb one another.
 *
 * The header need not be signed, and pages may send it.
 *
 * @throws Error named `ValidationException` for a fault or member that does not exist. A request with
 *   such a header is answered so, too: a test whose fault is misspelt must not pass for no reason.
 *
 * @example
 * ```ts
 * import { createSimulator, parseFault } from "bedrock-fetch/simulator";
 *
 * const simulator = createSimulator();
 * const { fault, times } = parseFault("stall; after=3; times=1");
 * simulator.faults.push({ fault, times });
 *
 * // The same for one request alone.
 * const slow: typeof fetch = (input, init) => {
 *   const request = new Request(input, init);
 *   request.headers.set("x-simulator-fault", "drip; bytes=1; key=my-test");
 *   return simulator(request);
 * };
 * ```
 */
export function parseFault(header: string): RequestedFault {
  const name = /^[^;]*/.exec(header)![0].trim();
  if (!isFaultName(name)) {
    throw unreadable(
      header,
      `there is no fault '${name}'. There are: ${Object.keys(members).join(", ")}`,
    );
  }
  const fault: Record<string, string | number | boolean> = { fault: name };
  let times = Number.POSITIVE_INFINITY;
  let key = header;

  const pair = /\s*;\s*([A-Za-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]*))/y;
  pair.lastIndex = /^[^;]*/.exec(header)![0].length;
  while (pair.lastIndex < header.length) {
    const from = pair.lastIndex;
    const match = pair.exec(header);
    if (!match)
      throw unreadable(header, `'${header.slice(from)}' is not of the form '; member=value'`);
    const member = match[1]!;
    const value = match[2]?.replace(/\\(.)/g, "$1") ?? match[3]!.trim();
    if (member === "times") times = number(header, member, value);
    else if (member === "key") key = value;
    else fault[member] = read(header, name, member, value);
  }
  const missing = needed[name];
  if (missing !== undefined && !(missing in fault)) {
    throw unreadable(header, `'${name}' needs '${missing}'`);
  }
  // The table above has the members of every fault; the union cannot be followed from there.
  return { fault: fault as unknown as Fault, times, key };
}

function read(header: string, fault: Fault["fault"], member: string, value: string) {
  const kinds = members[fault];
  const kind = Object.hasOwn(kinds, member) ? kinds[member] : undefined;
  if (kind === "number") return number(header, member, value);
  if (kind === "text") return value;
  if (kind === "flag" && (value === "true" || value === "false")) return value === "true";
  if (kind !== undefined) {
    const words = kind === "flag" ? ["true", "false"] : kind;
    if (words.includes(value)) return value;
    throw unreadable(header, `'${member}' is one of ${words.join(", ")}, not '${value}'`);
  }
  const known = [...Object.keys(kinds), "times", "key"].join(", ");
  throw unreadable(header, `'${fault}' has no '${member}'. It has: ${known}`);
}

function number(header: string, member: string, value: string): number {
  const parsed = Number(value);
  if (value === "" || !Number.isFinite(parsed))
    throw unreadable(header, `'${member}' is not a number: '${value}'`);
  return parsed;
}

const unreadable = (header: string, why: string): ServiceError =>
  new ServiceError(
    "ValidationException",
    `The header x-simulator-fault cannot be read: ${why}. It was: ${header}`,
  );
