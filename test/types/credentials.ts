/** Checked by `npm run types`, and never run. */
import {
  type Credentials,
  type CredentialsProvider,
  type EnvironmentOptions,
  type Fetch,
  fromContainer,
  type TokenSource,
} from "bedrock-fetch/credentials";
import type { createSimulator } from "bedrock-fetch/simulator";
import { expectTypeOf } from "vitest";

export function providers(): void {
  expectTypeOf<() => Credentials>().toExtend<CredentialsProvider>();
  expectTypeOf<() => Promise<Credentials>>().toExtend<CredentialsProvider>();
  expectTypeOf<
    (options?: { forceRefresh?: boolean }) => Credentials
  >().toExtend<CredentialsProvider>();
  expectTypeOf<() => string>().toExtend<TokenSource>();
  expectTypeOf<() => Promise<string>>().toExtend<TokenSource>();
}

export function fetches(): void {
  expectTypeOf<typeof globalThis.fetch>().toExtend<Fetch>();
  expectTypeOf<ReturnType<typeof createSimulator>>().toExtend<Fetch>();
  expectTypeOf<() => Promise<Response>>().toExtend<Fetch>();
  fromContainer(
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://localhost/" },
    { fetch: async (url, init) => new Response(url, { status: init.method ? 200 : 400 }) },
  );
}

export function environment(): void {
  const options = { region: "us-east-1", ...({} as EnvironmentOptions) };
  expectTypeOf(options.region).toBeString();
}
