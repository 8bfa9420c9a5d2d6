import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { BedrockRuntimeOptions, CallOptions } from "./options.ts";

/** What the value of an option has to be. */
type Check = readonly [holds: (value: unknown) => boolean, advice: string];

const isFunction = (value: unknown): boolean => typeof value === "function";
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

// Timers wrap around behind 2^31 - 1 ms: a longer one would fire at once.
const isMs = (value: unknown): boolean =>
  typeof value === "number" && value >= 0 && value < 2 ** 31;

const BOOLEAN: Check = [(value) => typeof value === "boolean", "write a boolean"];
const FUNCTION: Check = [isFunction, "write a function"];
const MILLISECONDS: Check = [isMs, "write ms, from 0 to 2147483647"];
/** Checked where it is used. */
const ANY: Check = [() => true, ""];

const CALL_OPTIONS: { readonly [name in keyof CallOptions]-?: Check } = {
  signal: [(value) => isObject(value) && "aborted" in (value as object), "write an AbortSignal"],
  requestTimeoutMs: MILLISECONDS,
  idleTimeoutMs: MILLISECONDS,
};

const CLIENT_OPTIONS: { readonly [name in keyof BedrockRuntimeOptions]-?: Check } = {
  region: ANY,
  credentials: [
    (value) => isFunction(value) || isObject(value),
    "write { accessKeyId, secretAccessKey, sessionToken } or a function giving it",
  ],
  apiKey: [
    (value) => isFunction(value) || (typeof value === "string" && value !== ""),
    "write a string or a function giving one",
  ],
  endpoint: ANY,
  useFipsEndpoint: BOOLEAN,
  useDualstackEndpoint: BOOLEAN,
  fetch: FUNCTION,
  maxAttempts: [
    (value) => Number.isInteger(value) && (value as number) > 0,
    "write a whole number from 1",
  ],
  requestTimeoutMs: MILLISECONDS,
  idleTimeoutMs: MILLISECONDS,
  dangerouslyAllowBrowser: BOOLEAN,
  shouldRetry: FUNCTION,
  onRetry: FUNCTION,
  onCredentialsError: FUNCTION,
};

/** @throws InvalidArgumentError */
export function checkClientOptions(options: BedrockRuntimeOptions): void {
  check(options, CLIENT_OPTIONS);
}

/** @throws InvalidArgumentError */
export function checkCallOptions(options: CallOptions): void {
  check(options, CALL_OPTIONS);
}

function check(options: object, checks: { readonly [name: string]: Check }): void {
  if (!isObject(options)) throw new InvalidArgumentError("options", "write an object");
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, name)) {
      const known = Object.keys(checks).join(", ");
      throw new InvalidArgumentError(name, `unknown; known are ${known}`);
    }
    const [holds, advice] = checks[name]!;
    if (value !== undefined && !holds(value)) throw new InvalidArgumentError(name, advice);
  }
}
