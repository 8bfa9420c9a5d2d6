/** Checked by `npm run types`, and never run. */
import {
  type CreateShortTermApiKeyOptions,
  type Credentials,
  type CredentialsProvider,
  type EnvironmentOptions,
  type Fetch,
  type FromCognitoIdentityPoolOptions,
  type FromContainerOptions,
  type FromWebIdentityOptions,
  fromContainer,
  type TokenSource,
} from "bedrock-fetch/credentials";
import type { createSimulator } from "bedrock-fetch/simulator";
import { expectTypeOf } from "vitest";

/** The names of the members that cannot be set to undefined although they can be left out. */
type Inexact<T> = {
  [name in keyof T]-?: T extends { readonly [key in name]: unknown }
    ? never
    : undefined extends Required<T>[name]
      ? never
      : name;
}[keyof T];

export function takeProvidersAndTokenSourcesThatAnswerAtOnceOrLater(): void {
  expectTypeOf<() => Credentials>().toExtend<CredentialsProvider>();
  expectTypeOf<() => Promise<Credentials>>().toExtend<CredentialsProvider>();
  expectTypeOf<
    (options?: { forceRefresh?: boolean }) => Credentials
  >().toExtend<CredentialsProvider>();
  expectTypeOf<() => string>().toExtend<TokenSource>();
  expectTypeOf<() => Promise<string>>().toExtend<TokenSource>();
}

export function takeWhateverIsCalledAsFetchurlInitAndNoMore(): void {
  expectTypeOf<typeof globalThis.fetch>().toExtend<Fetch>();
  expectTypeOf<ReturnType<typeof createSimulator>>().toExtend<Fetch>();
  expectTypeOf<() => Promise<Response>>().toExtend<Fetch>();
  fromContainer(
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://localhost/" },
    { fetch: async (url, init) => new Response(url, { status: init.method ? 200 : 400 }) },
  );
}

export function letEveryOptionThatCanBeLeftOutBeUndefined(): void {
  expectTypeOf<Inexact<FromCognitoIdentityPoolOptions>>().toBeNever();
  expectTypeOf<Inexact<FromContainerOptions>>().toBeNever();
  expectTypeOf<Inexact<FromWebIdentityOptions>>().toBeNever();
  expectTypeOf<Inexact<CreateShortTermApiKeyOptions>>().toBeNever();
  expectTypeOf<Inexact<Credentials>>().toBeNever();
}

export function keepARegionThatIsSpreadOverByVariablesAString(): void {
  const options = { region: "us-east-1", ...({} as EnvironmentOptions) };
  expectTypeOf(options.region).toBeString();
}
