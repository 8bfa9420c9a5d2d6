import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import type { Fetch } from "../fetch.ts";
import { temporaryCredentials } from "./check-credentials.ts";
import type { CredentialsProvider } from "./credentials.ts";
import { exchange } from "./exchange.ts";
import { jsonObject } from "./json-object.ts";
import { serviceError } from "./service-error.ts";
import { confidentialUrl } from "./service-url.ts";
import { type TokenSource, tokenFrom } from "./token.ts";
import { type Variables, variablesOf } from "./variables.ts";

/** What the environment does not tell. */
export interface FromContainerOptions {
  /**
   * The token that the endpoint wants. A function is called at each renewal. Default:
   * AWS_CONTAINER_AUTHORIZATION_TOKEN.
   */
  authorizationToken?: TokenSource | undefined;
  /** Default: the global one. */
  fetch?: Fetch | undefined;
}

/**
 * Credentials of the role of an ECS task or, by EKS Pod Identity, of a pod, from the endpoint that
 * AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI names. It is only
 * asked over https, or at the loopback, ECS and EKS addresses.
 *
 * EKS keeps the token in a file, which is read with what the runtime has for files (see the
 * example). The exchange takes at most 10 s, and at most 64 KiB are read of its answer.
 *
 * @see AWS SDKs and Tools Reference Guide: "Container credential provider"
 * @param env Default: the variables of the process.
 * @throws {CredentialsProviderError} `MISSING_VARIABLE`, `ENVIRONMENT_UNREADABLE` and
 *   `INVALID_OPTION` at once. The provider: `TOKEN_UNAVAILABLE`, `NETWORK`, `TIMEOUT`,
 *   `SERVICE_ERROR` and `INVALID_RESPONSE`.
 *
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { BedrockRuntime } from "bedrock-fetch";
 * import { fromContainer } from "bedrock-fetch/credentials";
 *
 * const bedrock = new BedrockRuntime({
 *   region: "us-east-1",
 *   credentials: fromContainer(process.env, {
 *     authorizationToken: () =>
 *       readFile(process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE ?? "", "utf8"),
 *   }),
 * });
 * ```
 */
export function fromContainer(
  env?: object,
  options: FromContainerOptions = {},
): CredentialsProvider {
  const variable = variablesOf(env);
  const url = containerUrl(variable);
  const tokenSource = options.authorizationToken ?? variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  if (tokenSource === undefined && variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")) {
    throw new CredentialsProviderError(
      "MISSING_VARIABLE",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN is missing. AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE needs " +
        "a file system: pass authorizationToken, a function that reads that file.",
    );
  }

  return async () => {
    const headers = new Headers({ accept: "application/json" });
    const secrets: string[] = [];
    if (tokenSource !== undefined) {
      const token = (await tokenFrom("authorizationToken", tokenSource)).trim();
      // Headers would quote a token that they refuse.
      if (!/^[\x20-\x7e]+$/.test(token)) {
        const message = "The authorizationToken has characters that no HTTP header can carry.";
        throw new CredentialsProviderError("TOKEN_UNAVAILABLE", message);
      }
      headers.set("authorization", token);
      secrets.push(token);
    }
    const { status, text } = await exchange(SERVICE, url, { headers }, options.fetch);
    const answer = jsonObject(text);
    if (status !== 200) throw serviceError(SERVICE, status, answer.code, answer.message, secrets);
    return temporaryCredentials(
      SERVICE,
      answer.AccessKeyId,
      answer.SecretAccessKey,
      answer.Token,
      new Date(String(answer.Expiration)),
    );
  };
}

const SERVICE = "The container's credentials endpoint";

const ECS_HOST = "169.254.170.2";
const EKS_HOSTS = ["169.254.170.23", "[fd00:ec2::23]"];

function containerUrl(variable: Variables): string {
  const relative = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const full = variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
  const plainHosts = [ECS_HOST, ...EKS_HOSTS];
  if (relative !== undefined) {
    const name = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    return confidentialUrl(name, `http://${ECS_HOST}${relative}`, plainHosts);
  }
  if (full !== undefined) {
    return confidentialUrl("AWS_CONTAINER_CREDENTIALS_FULL_URI", full, plainHosts);
  }
  throw new CredentialsProviderError(
    "MISSING_VARIABLE",
    "Neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is " +
      "set, so this is no container with a role.",
  );
}
