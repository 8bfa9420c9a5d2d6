import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import type { Fetch } from "../fetch.ts";
import { temporaryCredentials } from "./check-credentials.ts";
import { checkFunction, checkObject } from "./check-options.ts";
import type { Credentials } from "./credentials.ts";
import { exchange, jsonMembers } from "./exchange/exchange.ts";
import { serviceError } from "./exchange/service-error.ts";
import { confidentialUrl } from "./exchange/service-url.ts";
import { checkTokenSource, type TokenSource, tokenFrom } from "./token.ts";
import { type Variables, variablesOf } from "./variables.ts";

const TOKEN_VARIABLE = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

const SERVICE = "The container's credentials endpoint";

const ECS_HOST = "169.254.170.2";
const EKS_HOSTS = ["169.254.170.23", "[fd00:ec2::23]"];

/** What the environment does not hold. */
export interface FromContainerOptions {
  /**
   * The endpoint's token. A function is called at each renewal. Default:
   * AWS_CONTAINER_AUTHORIZATION_TOKEN.
   */
  readonly authorizationToken?: TokenSource | undefined;
  /** Called as `fetch(url, init)`. Default: the runtime's. */
  readonly fetch?: Fetch | undefined;
}

/**
 * Credentials of the role of an ECS task or, by EKS Pod Identity, of a pod, from the endpoint that
 * AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI names. It is asked
 * only over https, or at the loopback, ECS and EKS addresses.
 *
 * EKS keeps the token in a file, which your code has to read (see the example). The exchange takes at most 10 s, and at most 64 KiB of the answer are read.
 *
 * @see AWS SDKs and Tools Reference Guide: "Container credential provider"
 * @param env - Default: the variables of the process.
 * @throws InvalidArgumentError, and CredentialsProviderError `MISSING_VARIABLE` and
 *   `ENVIRONMENT_UNREADABLE`, at once. The provider: CredentialsProviderError `TOKEN_UNAVAILABLE`,
 *   `NETWORK`, `TIMEOUT`, `SERVICE_ERROR` and `INVALID_RESPONSE`.
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
): () => Promise<Credentials> {
  checkObject("options", options);
  const { authorizationToken, fetch } = options;
  checkFunction("fetch", fetch);
  if (authorizationToken !== undefined) {
    checkTokenSource("authorizationToken", authorizationToken);
  }
  const variable = variablesOf(env);
  const url = containerUrl(variable);
  const tokenName = authorizationToken === undefined ? TOKEN_VARIABLE : "authorizationToken";
  const tokenSource = authorizationToken ?? variable(TOKEN_VARIABLE);
  if (tokenSource === undefined && variable(`${TOKEN_VARIABLE}_FILE`)) {
    throw new CredentialsProviderError(
      "MISSING_VARIABLE",
      `${TOKEN_VARIABLE} is missing. ${TOKEN_VARIABLE}_FILE needs a file system: pass ` +
        "authorizationToken, a function that reads that file.",
    );
  }

  return async () => {
    const headers: Record<string, string> = { accept: "application/json" };
    const secrets: string[] = [];
    if (tokenSource !== undefined) {
      const token = await tokenFrom(tokenName, tokenSource);
      headers.authorization = token;
      secrets.push(token);
    }
    const { status, text } = await exchange(SERVICE, url, { headers }, fetch);
    const answer = jsonMembers(text);
    if (status !== 200) throw serviceError(SERVICE, status, [answer.code], answer.message, secrets);
    return temporaryCredentials(
      SERVICE,
      answer.AccessKeyId,
      answer.SecretAccessKey,
      answer.Token,
      new Date(String(answer.Expiration).trim()),
    );
  };
}

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
      "set, so this is not a container with a role",
  );
}
