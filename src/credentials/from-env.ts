import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import type { Credentials } from "./credentials.ts";
import { variablesOf } from "./variables.ts";

/** The options of a `BedrockRuntime` that environment variables hold. */
export interface EnvironmentOptions {
  credentials?: Credentials;
  apiKey?: string;
  region?: string;
  endpoint?: string;
}

/**
 * Options for a `BedrockRuntime` from environment variables: of the process, or of an object such
 * as a Worker's `env`, `Deno.env.toObject()` or `import.meta.env`.
 *
 * | option | variables, the first one set |
 * |---|---|
 * | `apiKey` | AWS_BEARER_TOKEN_BEDROCK |
 * | `credentials` | AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN; not read beside an API key |
 * | `region` | AWS_REGION, AWS_DEFAULT_REGION |
 * | `endpoint` | AWS_ENDPOINT_URL_BEDROCK_RUNTIME, AWS_ENDPOINT_URL |
 *
 * An empty variable counts as absent.
 *
 * @see AWS SDKs and Tools Reference Guide: "Environment variables"
 * @throws {CredentialsProviderError} `MISSING_VARIABLE`, naming it; `ENVIRONMENT_UNREADABLE` when
 *   the runtime has no variables or denies reading them
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
  const options: EnvironmentOptions = {};

  const region = variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION");
  if (region !== undefined) options.region = region;
  const endpoint = variable("AWS_ENDPOINT_URL_BEDROCK_RUNTIME") ?? variable("AWS_ENDPOINT_URL");
  if (endpoint !== undefined) options.endpoint = endpoint;

  const apiKey = variable("AWS_BEARER_TOKEN_BEDROCK");
  if (apiKey !== undefined) {
    options.apiKey = apiKey;
    return options;
  }

  const accessKeyId = variable("AWS_ACCESS_KEY_ID");
  const secretAccessKey = variable("AWS_SECRET_ACCESS_KEY");
  const sessionToken = variable("AWS_SESSION_TOKEN");
  if (accessKeyId === undefined && secretAccessKey === undefined && sessionToken === undefined) {
    throw missing(
      "Neither AWS_BEARER_TOKEN_BEDROCK nor AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY is set.",
    );
  }
  if (accessKeyId === undefined) {
    const present = secretAccessKey === undefined ? "AWS_SESSION_TOKEN" : "AWS_SECRET_ACCESS_KEY";
    throw missing(`${present} is set and AWS_ACCESS_KEY_ID is missing.`);
  }
  if (secretAccessKey === undefined) {
    throw missing("AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is missing.");
  }
  // STS marks the keys that are worth nothing without their token.
  if (accessKeyId.startsWith("ASIA") && sessionToken === undefined) {
    throw missing("AWS_ACCESS_KEY_ID is a temporary key and AWS_SESSION_TOKEN is missing.");
  }
  options.credentials = { accessKeyId, secretAccessKey, sessionToken };
  return options;
}

const missing = (message: string) => new CredentialsProviderError("MISSING_VARIABLE", message);
