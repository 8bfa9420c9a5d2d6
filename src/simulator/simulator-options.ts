import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { SimulatorCredentials } from "./auth/authorization.ts";
import type { SimulatorGuardrail } from "./bedrock-runtime/guardrails/guardrail.ts";
import type { InvocationLogEntry } from "./bedrock-runtime/invocation-log.ts";
import type { SimulatorModels } from "./bedrock-runtime/models/catalog.ts";
import type { Pace } from "./bedrock-runtime/response/pace.ts";
import type { Respond } from "./bedrock-runtime/script/scripted-answer.ts";
import { checkOptions } from "./check-options.ts";
import type { SimulatorIdentityPool } from "./cognito-identity/cognito-identity.ts";
import type { FaultOption } from "./faults/fault.ts";
import type { SimulatorRole } from "./sts/sts.ts";

/** How a simulator is set up. */
export interface SimulatorOptions {
  /** The region that requests must be signed for. Default `"us-east-1"`. */
  readonly region?: string | undefined;
  /** Who may call. Default: `simulatorCredentials`. */
  readonly credentials?: SimulatorCredentials | readonly SimulatorCredentials[] | undefined;
  /** Bedrock API keys (bearer tokens) that are accepted. Default: none. */
  readonly apiKeys?: readonly string[] | undefined;
  /** Which models exist, and under which ids. Default: as AWS serves them. */
  readonly models?: SimulatorModels | undefined;
  /** The identity pools that Cognito Identity knows. Default: none. */
  readonly cognito?: { readonly pools: readonly SimulatorIdentityPool[] } | undefined;
  /** The roles whose credentials STS issues for web identity tokens. Default: none. */
  readonly sts?: { readonly roles: readonly SimulatorRole[] } | undefined;
  /**
   * The guardrails that exist, each with the words that it denies. Default: any that a request names,
   * denying `"forbidden"`.
   */
  readonly guardrails?: readonly SimulatorGuardrail[] | undefined;
  /** How long a job of StartAsyncInvoke is in progress, in ms. Default 1000. */
  readonly asyncInvokeMs?: number | undefined;
  /**
   * What the models say: a function that is called for every request, or a list of answers to use in
   * turn, any of which may be a function. Where it returns undefined, and where nothing is scripted,
   * the simulator writes its own answer.
   *
   * A list is for the operations in which a model answers, one for each request that is answered,
   * even if a fault then damages the answer: a refusal, or a fault in place of an answer, does not use
   * one up. A request beyond its end is refused with an
   * UnscriptedRequestException. Default: the simulator's own answers.
   *
   * @example
   * ```ts
   * import { BedrockRuntime } from "bedrock-fetch";
   * import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
   *
   * const simulator = createSimulator({
   *   respond: [
   *     { toolCalls: [{ name: "get_weather", input: { city: "Paris" } }] },
   *     "It is sunny in Paris.",
   *   ],
   * });
   * const client = new BedrockRuntime({
   *   region: "us-east-1",
   *   credentials: simulatorCredentials,
   *   fetch: simulator,
   * });
   * const ask = async () => {
   *   const answer = await client.invokeModel({
   *     modelId: "us.amazon.nova-2-lite-v1:0",
   *     body: { messages: [{ role: "user", content: [{ text: "What is the weather in Paris?" }] }] },
   *   });
   *   return answer.body.json<{ stopReason: string; output: unknown }>();
   * };
   * console.log((await ask()).stopReason); // "tool_use"
   * console.log((await ask()).output); // { message: { content: [{ text: "It is sunny in Paris." }], … } }
   * simulator.done();
   * ```
   */
  readonly respond?: Respond | undefined;
  /** How fast models write. Default: as fast as they are read. */
  readonly pace?: Pace | undefined;
  /**
   * Faults for requests without the header `x-simulator-fault`: objects, functions, or
   * text in the header's form, such as `"throttle; times=1"`.
   */
  readonly faults?: FaultOption | readonly FaultOption[] | undefined;
  /**
   * Called with each entry of the log when its invocation has ended, such as to print it.
   */
  readonly onInvocationEnd?: ((entry: InvocationLogEntry) => void) | undefined;
  /** The service's clock. Default: the real one. */
  readonly now?: (() => Date) | undefined;
  /**
   * Which response headers a page may read: all, none, or those named. Default `false`: AWS may hide
   * them, so a client must do without.
   */
  readonly exposeHeaders?: boolean | readonly string[] | undefined;
}

type Check = (field: string, value: unknown) => void;

const must =
  (be: string, holds: (value: unknown) => boolean): Check =>
  (field, value) => {
    if (value !== undefined && !holds(value))
      throw new InvalidArgumentError(field, `must be ${be}`);
  };

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const text = must("a string that is not empty", isText);
const roleArn = must(
  "the ARN of a role, such as arn:aws:iam::123456789012:role/name",
  (value) => isText(value) && /^arn:[^:]+:iam::\d{12}:role\/./.test(String(value)),
);
const texts = must("a list of strings", (value) => Array.isArray(value) && value.every(isText));
const flag = must("true or false", (value) => typeof value === "boolean");
const fn = must("a function", (value) => typeof value === "function");
const ms = must(
  "a number of milliseconds, 0 or more",
  (value) => Number(value) >= 0 && isNumber(value),
);
const object = must("an object", (value) => typeof value === "object" && value !== null);
const tokens = must(
  "a list of strings or a function",
  (value) => typeof value === "function" || (Array.isArray(value) && value.every(isText)),
);

const isNumber = (value: unknown): boolean => typeof value === "number";

/** A list of objects with these members. */
const listOf =
  (members: Readonly<Record<string, Check>>): Check =>
  (field, value) => {
    if (value === undefined) return;
    if (!Array.isArray(value)) throw new InvalidArgumentError(field, "must be a list");
    value.forEach((item, index) => {
      checkMembers(`${field}[${index}]`, item, members);
    });
  };

function checkMembers(
  field: string,
  given: unknown,
  members: Readonly<Record<string, Check>>,
): void {
  checkOptions(field, given, Object.keys(members));
  for (const [name, check] of Object.entries(members)) {
    const place = field === "options" ? name : `${field}.${name}`;
    check(place, (given as Record<string, unknown> | undefined)?.[name]);
  }
}

const of =
  (members: Readonly<Record<string, Check>>): Check =>
  (field, value) =>
    checkMembers(field, value, members);

const required =
  (check: Check): Check =>
  (field, value) => {
    if (value === undefined) throw new InvalidArgumentError(field, "must be set");
    check(field, value);
  };

/** The AWS SDK's credentials have more members, which the simulator ignores. */
const credentials: Check = (field, value) => {
  if (value === undefined) return;
  const list = Array.isArray(value) ? value : [value];
  list.forEach((item, index) => {
    const place = Array.isArray(value) ? `${field}[${index}]` : field;
    object(place, item);
    required(text)(`${place}.accessKeyId`, item?.accessKeyId);
    required(text)(`${place}.secretAccessKey`, item?.secretAccessKey);
    text(`${place}.sessionToken`, item?.sessionToken);
    must("a Date", (date) => date instanceof Date)(`${place}.expiration`, item?.expiration);
  });
};

/** Faults and scripted answers are checked by their own readers. */
const anything: Check = () => {};

const options: Readonly<Record<keyof SimulatorOptions, Check>> = {
  region: text,
  credentials,
  apiKeys: texts,
  models: of({
    profileOnly: texts,
    ended: texts,
    aliases: must(
      "an object of strings",
      (value) =>
        typeof value === "object" &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every(isText),
    ),
    allowed: texts,
  }),
  cognito: of({
    pools: listOf({
      identityPoolId: required(text),
      allowGuests: flag,
      allowClassicFlow: flag,
      logins: object,
      customRoleArns: texts,
      credentialsLifetimeMs: ms,
    }),
  }),
  sts: of({
    roles: listOf({
      roleArn: required(roleArn),
      identityPoolIds: texts,
      webIdentityTokens: tokens,
      credentialsLifetimeMs: ms,
    }),
  }),
  guardrails: listOf({
    guardrailIdentifier: required(text),
    words: required(texts),
    blockedInputMessage: text,
    blockedOutputMessage: text,
  }),
  asyncInvokeMs: ms,
  respond: anything,
  pace: of({
    firstTokenMs: ms,
    tokensPerSecond: must("a number above 0", (value) => isNumber(value) && Number(value) > 0),
  }),
  faults: anything,
  onInvocationEnd: fn,
  now: fn,
  exposeHeaders: must(
    "true, false or a list of strings",
    (value) => typeof value === "boolean" || (Array.isArray(value) && value.every(isText)),
  ),
};

/** @throws InvalidArgumentError for an option that does not exist, or cannot work. */
export function checkSimulatorOptions(given: SimulatorOptions): void {
  if (typeof given !== "object" || given === null) {
    throw new InvalidArgumentError("options", "must be an object");
  }
  checkMembers("options", given, options);
}
