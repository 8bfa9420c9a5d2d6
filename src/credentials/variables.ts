import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import { environment } from "../runtime.ts";
import { isSecret, SECRET_RULE } from "./check-credentials.ts";

/** Environment variables, by name. White space around a value is not part of it. */
export interface Variables {
  /** Undefined for a variable that is absent or empty. */
  (name: string): string | undefined;
  /** The same for a key or a token, which has to be one that can travel in a header. */
  secret(name: string): string | undefined;
}

/**
 * The variables of an object, or of the process.
 *
 * @throws CredentialsProviderError `ENVIRONMENT_UNREADABLE` where there is no process; when a
 *   variable is read, the same where that is denied, and `MISSING_VARIABLE` for one that is unusable
 */
export function variablesOf(env: object | undefined = environment()): Variables {
  if (env === undefined) {
    throw new CredentialsProviderError(
      "ENVIRONMENT_UNREADABLE",
      "There are no environment variables here. Pass the object that holds them, such as a " +
        "Worker's env or import.meta.env.",
    );
  }
  const variable = (name: string): string | undefined => {
    const value = read(env, name) ?? "";
    if (typeof value === "string") return value.trim() || undefined;
    throw unusable(
      `${name} is of type ${typeof value}, not a string. Pass an object with the secret's text.`,
    );
  };
  return Object.assign(variable, {
    secret(name: string): string | undefined {
      const value = variable(name);
      if (value === undefined || isSecret(value)) return value;
      throw unusable(`${name} ${SECRET_RULE}`);
    },
  });
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

const unusable = (message: string) => new CredentialsProviderError("MISSING_VARIABLE", message);
