import type { CallOptions, ConverseStreamInput, JsonBody } from "bedrock-fetch";
import { Random } from "../helpers/random.ts";

/** What one stream of the soak does. The same seed and number make the same one. */
export interface Scenario {
  readonly number: number;
  readonly ask: Ask;
  /** As the header `x-simulator-fault` has it. */
  readonly fault: string | undefined;
  /** The fault spoils nothing: the answer must be whole. */
  readonly harmless: boolean;
  /** The fault makes the service's clock wrong, which no other stream's client may learn. */
  readonly ownClient: boolean;
  readonly options: CallOptions;
  readonly consumer: Consumer;
}

/** Of InvokeModelWithResponseStream in a family's own form, or of ConverseStream. */
type Ask =
  | { readonly modelId: string; readonly body: JsonBody }
  | { readonly modelId: string; readonly conversation: Omit<ConverseStreamInput, "modelId"> };

type Consumer =
  | { readonly kind: "all" | "reader" | "tee" }
  /** Waits `ms` before every `every`-th event. */
  | { readonly kind: "slow"; readonly ms: number; readonly every: number }
  /** Leaves after this many events. */
  | { readonly kind: "break" | "cancel" | "abort"; readonly after: number }
  /** Is aborted by its signal after this many ms. */
  | { readonly kind: "deadline"; readonly ms: number };

const messages = (text: string) => [{ role: "user", content: text }];

/** Every family's way to ask. */
const FAMILIES: readonly (readonly [
  modelId: string,
  body: (prompt: string, maxTokens: number) => JsonBody,
])[] = [
  [
    "anthropic.claude-3-haiku-20240307-v1:0",
    (prompt, max_tokens) => ({
      anthropic_version: "bedrock-2023-05-31",
      max_tokens,
      messages: messages(prompt),
    }),
  ],
  [
    "anthropic.claude-v2:1",
    (prompt, max_tokens_to_sample) => ({
      prompt: `\n\nHuman: ${prompt}\n\nAssistant:`,
      max_tokens_to_sample,
    }),
  ],
  [
    "us.amazon.nova-lite-v1:0",
    (prompt, maxTokens) => ({
      messages: [{ role: "user", content: [{ text: prompt }] }],
      inferenceConfig: { maxTokens },
    }),
  ],
  [
    "amazon.titan-text-lite-v1",
    (inputText, maxTokenCount) => ({ inputText, textGenerationConfig: { maxTokenCount } }),
  ],
  ["meta.llama3-8b-instruct-v1:0", (prompt, max_gen_len) => ({ prompt, max_gen_len })],
  ["mistral.mistral-7b-instruct-v0:2", (prompt, max_tokens) => ({ prompt, max_tokens })],
  ["cohere.command-text-v14", (prompt, max_tokens) => ({ prompt, max_tokens })],
  ["cohere.command-r-v1:0", (message, max_tokens) => ({ message, max_tokens })],
  ["openai.gpt-oss-20b-1:0", (prompt, max_tokens) => ({ messages: messages(prompt), max_tokens })],
];

const CONVERSING = ["us.amazon.nova-lite-v1:0", "anthropic.claude-3-haiku-20240307-v1:0"];

const conversation = (text: string, maxTokens: number) =>
  ({
    messages: [{ role: "user", content: [{ text }] }],
    inferenceConfig: { maxTokens },
  }) satisfies Omit<ConverseStreamInput, "modelId">;

const ERRORS = [
  "AccessDeniedException",
  "InternalServerException",
  "ModelErrorException",
  "ModelNotReadyException",
  "ModelTimeoutException",
  "ResourceNotFoundException",
  "ServiceUnavailableException",
  "ThrottlingException",
  "ValidationException",
];
const STREAM_EXCEPTIONS = [
  "internalServerException",
  "modelStreamErrorException",
  "validationException",
  "throttlingException",
  "modelTimeoutException",
  "serviceUnavailableException",
];

interface Trouble {
  readonly fault: string;
  readonly harmless?: true;
  readonly ownClient?: true;
  readonly options?: CallOptions;
}

// A chunk without bytes is left out: the simulator's log does not vouch for what follows it.
const TROUBLES: readonly ((random: Random) => Trouble)[] = [
  (random) => ({ fault: `error; name=${random.pick(ERRORS)}${someTimes(random)}` }),
  (random) => ({ fault: `html; status=${random.pick([502, 503, 504])}${someTimes(random)}` }),
  (random) => ({ fault: `throttle; amzRetryAfter=${random.below(300)}${someTimes(random)}` }),
  () => ({ fault: "expired-token" }),
  () => ({ fault: 'redirect; location="http://127.0.0.1:9/"' }),
  () => ({ fault: "json" }),
  (random) => ({
    fault: `skewed-clock; ms=${random.pick([-1, 1]) * (600_000 + random.below(1e9))}`,
    ownClient: true,
  }),
  (random) => ({ fault: `reset${someTimes(random)}` }),
  (random) => ({ fault: `reset; after=${random.size(64)}` }),
  (random) => ({ fault: `stall${someTimes(random)}`, options: { requestTimeoutMs: 300 } }),
  (random) => ({ fault: `stall; after=${random.size(64)}`, options: { idleTimeoutMs: 300 } }),
  (random) => ({ fault: `cut; after=${random.size(64)}${someTimes(random)}` }),
  (random) => ({ fault: `cut; after=${random.size(64)}; bytes=${1 + random.below(120)}` }),
  (random) => ({ fault: `flip; after=${random.size(64)}; bit=${random.below(4000)}` }),
  (random) => ({ fault: `length; after=${random.size(64)}` }),
  // Never what a frame of these answers has: less than its headers alone, or more than a megabyte.
  (random) => ({ fault: `length; after=${random.size(64)}; total=${random.below(91)}` }),
  (random) => ({
    fault: `length; after=${random.size(64)}; total=${2 ** 20 + random.size(2 ** 25)}`,
  }),
  (random) => ({
    fault: `length; after=${random.size(64)}; headers=${100 + random.size(2 ** 20)}`,
  }),
  (random) => ({
    fault: `exception; name=${random.pick(STREAM_EXCEPTIONS)}; after=${random.size(64)}${someTimes(random)}`,
  }),
  (random) => ({ fault: `error-frame; after=${random.size(64)}` }),
  (random) => ({
    fault: `bad-chunk; kind=${random.pick(["bad-base64", "not-json"])}; after=${random.size(64)}`,
  }),
  (random) => ({ fault: `unknown-event; after=${random.size(64)}`, harmless: true }),
  (random) => ({ fault: `delay; ms=${random.below(200)}`, harmless: true }),
  (random) => ({ fault: `delay; ms=${random.below(200)}; at=first-frame`, harmless: true }),
  (random) => ({ fault: `delay; ms=${1 + random.below(5)}; at=frames`, harmless: true }),
  (random) => ({ fault: `drip; bytes=${1 + random.size(256)}`, harmless: true }),
];

/** Half of the time for good, else for so few requests that one of the next may succeed. */
const someTimes = (random: Random): string =>
  random.chance(0.5) ? "" : `; times=${1 + random.below(2)}`;

function consumer(random: Random): Consumer {
  const roll = random.below(100);
  if (roll < 60) return { kind: "all" };
  if (roll < 70) return { kind: "reader" };
  if (roll < 74) return { kind: "tee" };
  if (roll < 84) return { kind: "slow", ms: 1 + random.below(20), every: 1 + random.below(20) };
  if (roll < 96) return { kind: random.pick(["break", "cancel", "abort"]), after: random.size(64) };
  return { kind: "deadline", ms: random.below(1000) };
}

function ask(random: Random, prompt: string): Ask {
  if (random.chance(0.3)) {
    return { modelId: random.pick(CONVERSING), conversation: conversation(prompt, 4000) };
  }
  const [modelId, body] = random.pick(FAMILIES);
  return { modelId, body: body(prompt, 4000) };
}

export function scenario(seed: number, number: number): Scenario {
  // Mixed, so that neighbors have nothing in common.
  const random = new Random(Math.imul(seed ^ Math.imul(number, 0x9e3779b1), 0x85ebca6b));
  const prompt = `Write ${5 + random.size(512)} words about event streams, number ${number}`;
  const trouble = random.chance(0.4) ? undefined : random.pick(TROUBLES)(random);
  return {
    number,
    ask: ask(random, prompt),
    fault: trouble?.fault,
    harmless: trouble?.harmless ?? trouble === undefined,
    ownClient: trouble?.ownClient ?? false,
    options: trouble?.options ?? {},
    consumer: consumer(random),
  };
}
