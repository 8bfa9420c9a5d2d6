import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import type { Credentials } from "./credentials.ts";
import { variablesOf } from "./variables.ts";

/**
 * The options of a `BedrockRuntime` that environment variables hold. Only those that were found are
 * members, so that spreading them never replaces an option with `undefined`.
 */
export interface EnvironmentOptions {
  readonly credentials?: Credentials;
  readonly apiKey?: string;
  readonly region?: string;
  readonly endpoint?: string;
}

/**
 * Options for a `BedrockRuntime` from environment variables: of the process, or of an object such
 * as a Worker's `env`, `Deno.env.toObject()` or `import.meta.env`.
 *
 * | option | variables, the first one set |
 * |---|---|
 * | `apiKey` | AWS_BEARER_TOKEN_BEDROCK |
 * | `credentials` | AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN; ignored if an API key is set |
 * | `region` | AWS_REGION, AWS_DEFAULT_REGION |
 * | `endpoint` | AWS_ENDPOINT_URL_BEDROCK_RUNTIME, AWS_ENDPOINT_URL |
 *
 * White space around a value is taken off. An empty variable counts as absent.
 *
 * @see AWS SDKs and Tools Reference Guide: "Environment variables"
 * @throws CredentialsProviderError `MISSING_VARIABLE`, naming a variable that is missing, is not a
 *   key, or belongs to other keys than the rest; `ENVIRONMENT_UNREADABLE` if the runtime has no
 *   variables or denies reading them
 *
 * @example
 * ```ts
 * import { BedrockRuntime } from "bedrock-fetch";
 * import { fromEnv } from "bedrock-fetch/credentials";
 *
 * export default {
 *   async fetch(request: Request, env: Record<string, unknown>): Promise<Response> {
 *     const bedrock = new BedrockRuntime({ ...fromEnv(env) });
 *     const { body } = await bedrock.invokeModel({
 *       modelId: "us.amazon.nova-2-lite-v1:0",
 *       body: await request.text(),
 *     });
 *     return new Response(body);
 *   },
 * };
 * ```
 */
export function fromEnv(env?: object): EnvironmentOptions {
  const variable = variablesOf(env);
  const options: { -readonly [name in keyof EnvironmentOptions]: EnvironmentOptions[name] } = {};

  const region = variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION");
  if (region !== undefined) options.region = region;
  const endpoint = variable("AWS_ENDPOINT_URL_BEDROCK_RUNTIME") ?? variable("AWS_ENDPOINT_URL");
  if (endpoint !== undefined) options.endpoint = endpoint;

  const apiKey = variable.secret("AWS_BEARER_TOKEN_BEDROCK");
  if (apiKey !== undefined) {
    options.apiKey = apiKey;
    return options;
  }

  const accessKeyId = variable.secret("AWS_ACCESS_KEY_ID");
  const secretAccessKey = variable.secret("AWS_SECRET_ACCESS_KEY");
  const sessionToken = variable.secret("AWS_SESSION_TOKEN");
  if (accessKeyId === undefined && secretAccessKey === undefined && sessionToken === undefined) {
    throw unusable(
      "Neither AWS_BEARER_TOKEN_BEDROCK nor AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY is set",
    );
  }
  if (accessKeyId === undefined) {
    const present = secretAccessKey === undefined ? "AWS_SESSION_TOKEN" : "AWS_SECRET_ACCESS_KEY";
    throw unusable(`${present} is set but AWS_ACCESS_KEY_ID is missing`);
  }
  if (secretAccessKey === undefined) {
    throw unusable("AWS_ACCESS_KEY_ID is set but AWS_SECRET_ACCESS_KEY is missing");
  }
  // STS marks the keys that need a session token, and IAM those that have none.
  if (accessKeyId.startsWith("ASIA") && sessionToken === undefined) {
    throw unusable("AWS_ACCESS_KEY_ID is a temporary key but AWS_SESSION_TOKEN is missing");
  }
  if (accessKeyId.startsWith("AKIA") && sessionToken !== undefined) {
    throw unusable(
      "AWS_ACCESS_KEY_ID is a long-term key (AKIA…), so AWS_SESSION_TOKEN belongs to other keys. " +
        "Unset AWS_SESSION_TOKEN, or set the temporary keys that it was issued with.",
    );
  }
  options.credentials = { accessKeyId, secretAccessKey, sessionToken };
  return options;
}

const unusable = (message: string) => new CredentialsProviderError("MISSING_VARIABLE", message);
