import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { checkMembers } from "../operations/known-members.ts";
import type { BedrockRuntimeOptions, CallOptions } from "./options.ts";

/** What to write, naming the types that are right; and what else has to hold. */
type Rule = readonly [advice: string, holds?: (value: never) => boolean];

const BOOLEAN: Rule = ["a boolean"];
const FUNCTION: Rule = ["a function"];
// Timers wrap around behind 2^31 - 1 ms: a longer one would fire at once.
const MILLISECONDS: Rule = [
  "a number of ms, from 0 to 2147483647",
  (ms: number) => ms >= 0 && ms < 2 ** 31,
];

export const CALL_OPTIONS: { readonly [name in keyof CallOptions]-?: Rule } = {
  signal: ["an AbortSignal object", (signal: object) => "aborted" in signal],
  requestTimeoutMs: MILLISECONDS,
  idleTimeoutMs: MILLISECONDS,
};

export const CLIENT_OPTIONS: { readonly [name in keyof BedrockRuntimeOptions]-?: Rule } = {
  region: ["a string"],
  credentials: [
    "an object { accessKeyId, secretAccessKey, sessionToken } or a function giving one",
  ],
  apiKey: ["a string or a function giving one", (apiKey: unknown) => apiKey !== ""],
  endpoint: ["a string or a URL object"],
  useFipsEndpoint: BOOLEAN,
  useDualstackEndpoint: BOOLEAN,
  fetch: FUNCTION,
  maxAttempts: [
    "a whole number from 1",
    (attempts: number) => Number.isInteger(attempts) && attempts > 0,
  ],
  requestTimeoutMs: MILLISECONDS,
  idleTimeoutMs: MILLISECONDS,
  dangerouslyAllowBrowser: BOOLEAN,
  shouldRetry: FUNCTION,
  onRetry: FUNCTION,
  onCredentialsError: FUNCTION,
};

/** @throws InvalidArgumentError */
export function checkOptions(options: object, rules: { readonly [name: string]: Rule }): void {
  checkMembers("options", options, rules);
  for (const [name, value] of Object.entries(options)) {
    const [advice, holds = () => true] = rules[name]!;
    const isRight = value !== null && advice.includes(typeof value) && holds(value as never);
    if (value !== undefined && !isRight) throw new InvalidArgumentError(name, `write ${advice}`);
  }
}
