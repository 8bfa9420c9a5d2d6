import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { checkMembers } from "../protocol/members.ts";
import type { BedrockRuntimeOptions, CallOptions } from "./options.ts";

/** The types that an option may have, separated by spaces; what else has to hold; how to say all of it. */
interface Rule {
  readonly types: string;
  readonly must: string;
  holds?(value: never): boolean;
}

const BOOLEAN: Rule = { types: "boolean", must: "a boolean" };
const FUNCTION: Rule = { types: "function", must: "a function" };
const MILLISECONDS: Rule = {
  types: "number",
  must: "a number of ms, from 0 to 2147483647",
  // Timers overflow above 2^31 - 1 ms and fire immediately.
  holds: (ms: number) => ms >= 0 && ms < 2 ** 31,
};
const ATTEMPTS: Rule = {
  types: "number",
  must: "a whole number from 1",
  holds: (attempts: number) => Number.isInteger(attempts) && attempts > 0,
};

const CALL_OR_CLIENT = {
  maxAttempts: ATTEMPTS,
  requestTimeoutMs: MILLISECONDS,
  idleTimeoutMs: MILLISECONDS,
  totalTimeoutMs: MILLISECONDS,
  headers: { types: "object", must: "an object of strings, or Headers" },
};

export const CALL_OPTIONS: { readonly [name in keyof CallOptions]-?: Rule } = {
  signal: {
    types: "object",
    must: "an AbortSignal",
    holds: (signal: object) => "aborted" in signal,
  },
  ...CALL_OR_CLIENT,
};

export const CLIENT_OPTIONS: { readonly [name in keyof BedrockRuntimeOptions]-?: Rule } = {
  region: { types: "string", must: "a string" },
  credentials: {
    types: "object function",
    must: "an object { accessKeyId, secretAccessKey, sessionToken } or a function that returns one",
  },
  apiKey: {
    types: "string function",
    must: "a non-empty string or a function that returns one",
    holds: (apiKey: unknown) => apiKey !== "",
  },
  endpoint: { types: "string object", must: "a string or a URL" },
  useFipsEndpoint: BOOLEAN,
  useDualstackEndpoint: BOOLEAN,
  fetch: FUNCTION,
  ...CALL_OR_CLIENT,
  signing: BOOLEAN,
  dangerouslyAllowBrowser: BOOLEAN,
  dangerouslyAllowPlainHttp: BOOLEAN,
  shouldRetry: FUNCTION,
  onResponse: FUNCTION,
  onRetry: FUNCTION,
  onCredentialsError: FUNCTION,
};

/** @throws InvalidArgumentError */
export function checkOptions(options: object, rules: { readonly [name: string]: Rule }): void {
  checkMembers("options", options, rules);
  for (const [name, value] of Object.entries(options)) {
    const { types, must, holds = () => true } = rules[name]!;
    const isRight = value !== null && types.includes(typeof value) && holds(value as never);
    if (value !== undefined && !isRight) throw new InvalidArgumentError(name, `must be ${must}`);
  }
}
