import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import { environment } from "../runtime.ts";

/** Reads a variable by name. One that is empty counts as absent. */
export type Variables = (name: string) => string | undefined;

/**
 * The variables of an object, or of the process.
 *
 * @throws {CredentialsProviderError} `ENVIRONMENT_UNREADABLE` where there is no process;
 *   the reader: the same where reading is denied, `MISSING_VARIABLE` for what is no string
 */
export function variablesOf(env: object | undefined = environment()): Variables {
  if (env === undefined) {
    throw new CredentialsProviderError(
      "ENVIRONMENT_UNREADABLE",
      "There are no environment variables here. Pass the object that holds them, such as a " +
        "Worker's env or import.meta.env.",
    );
  }
  return (name) => {
    const value = read(env, name);
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value === "string") return value;
    throw new CredentialsProviderError(
      "MISSING_VARIABLE",
      `${name} is no string but of type ${typeof value}. Pass an object with the secret's text.`,
    );
  };
}

function read(env: object, name: string): unknown {
  try {
    return (env as Record<string, unknown>)[name];
  } catch (cause) {
    throw new CredentialsProviderError(
      "ENVIRONMENT_UNREADABLE",
      `Reading the environment variable ${name} was denied: ${String(cause)}`,
      { cause },
    );
  }
}
