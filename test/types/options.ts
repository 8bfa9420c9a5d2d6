// Compiled by `npm run types`: every option may be undefined, and is read-only.
import type { BedrockRuntimeOptions, CallOptions, SignedFetchOptions } from "bedrock-fetch";
import type {
  CreateShortTermApiKeyOptions,
  Credentials,
  FromCognitoIdentityPoolOptions,
  FromContainerOptions,
  FromWebIdentityOptions,
} from "bedrock-fetch/credentials";
import type { SimulatorOptions } from "bedrock-fetch/simulator";
import type { ServerSentEventsOptions, TextOptions } from "bedrock-fetch/text";
import { type Equal, holds } from "./equal.ts";

/** The names of the members that can be left out and cannot be set to undefined. */
type Inexact<T> = {
  [K in keyof T]-?: T extends { readonly [name in K]: unknown }
    ? never
    : undefined extends Required<T>[K]
      ? never
      : K;
}[keyof T];

/** The names of the members that can be assigned to. */
type Writable<T> = {
  [K in keyof T]-?: Equal<{ [name in K]: T[K] }, { -readonly [name in K]: T[K] }> extends true
    ? K
    : never;
}[keyof T];

interface Example {
  readonly right?: number | undefined;
  readonly needed: number;
  readonly inexact?: number;
  writable: number;
}
holds<Equal<Inexact<Example>, "inexact">>();
holds<Equal<Writable<Example>, "writable">>();

type Options = [
  BedrockRuntimeOptions,
  CallOptions,
  SignedFetchOptions,
  FromCognitoIdentityPoolOptions,
  FromContainerOptions,
  FromWebIdentityOptions,
  CreateShortTermApiKeyOptions,
  Credentials,
  TextOptions,
  ServerSentEventsOptions,
  SimulatorOptions,
];
holds<Equal<{ [K in keyof Options]: Inexact<Options[K]> }[number], never>>();
holds<Equal<{ [K in keyof Options]: Writable<Options[K]> }[number], never>>();
