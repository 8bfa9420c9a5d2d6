import { inspect } from "node:util";
import { CredentialsProviderError } from "bedrock-fetch/credentials";
import { expect } from "vitest";

/** Everything that printing, logging or serializing a value can show, its causes included. */
export function shownBy(value: unknown): string {
  const shown = [
    String(value),
    JSON.stringify(value),
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
    inspect(value, { depth: Number.POSITIVE_INFINITY, customInspect: false }),
  ];
  if (value instanceof Error) {
    shown.push(value.message, value.stack ?? "", ...Object.values(value).map(String));
    if (value.cause !== undefined) shown.push(shownBy(value.cause));
  }
  return shown.join("\n");
}

/** Fails when any of the secrets can be read from the value, plain or as a URL or JSON writes it. */
export function expectNoSecrets(value: unknown, secrets: readonly string[]): void {
  expect(secrets.length).toBeGreaterThan(0);
  const shown = shownBy(value);
  for (const secret of secrets) {
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      expect(shown).not.toContain(form);
    }
  }
}

/** The error that a provider or a constructor ends with, which must be one of this library's. */
export async function failureOf(action: () => unknown): Promise<CredentialsProviderError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof CredentialsProviderError) return error;
    throw new Error("not a CredentialsProviderError", { cause: error });
  }
  throw new Error("nothing was thrown");
}
