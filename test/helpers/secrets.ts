import { inspect } from "node:util";
import { CredentialsProviderError, InvalidArgumentError } from "bedrock-fetch/credentials";
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

/** The error of this library that a provider or a constructor fails with. */
export async function failureOf(action: () => unknown): Promise<CredentialsProviderError> {
  const error = await thrownBy(action);
  if (error instanceof CredentialsProviderError) return error;
  throw new Error("not a CredentialsProviderError", { cause: error });
}

/** The refusal of an option or an argument. */
export async function refusalOf(action: () => unknown): Promise<InvalidArgumentError> {
  const error = await thrownBy(action);
  if (error instanceof InvalidArgumentError) return error;
  throw new Error("not an InvalidArgumentError", { cause: error });
}

async function thrownBy(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
