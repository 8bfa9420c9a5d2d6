export {
  CredentialsProviderError,
  type CredentialsProviderErrorCode,
} from "../errors/credentials-provider-error.ts";
export { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
export { UnsupportedRuntimeError } from "../errors/unsupported-runtime-error.ts";
export type { Fetch } from "../fetch.ts";
export {
  type CreateShortTermApiKeyOptions,
  createShortTermApiKey,
  type ShortTermApiKey,
} from "./create-short-term-api-key.ts";
export type { Credentials, CredentialsProvider } from "./credentials.ts";
export {
  type FromCognitoIdentityPoolOptions,
  fromCognitoIdentityPool,
} from "./from-cognito-identity-pool.ts";
export { type FromContainerOptions, fromContainer } from "./from-container.ts";
export { type EnvironmentOptions, fromEnv } from "./from-env.ts";
export { type FromWebIdentityOptions, fromWebIdentity } from "./from-web-identity.ts";
export type { IdentityStorage } from "./guest-identity.ts";
export type { TokenSource } from "./token.ts";
