// Compiled by `npm run types`: the AWS SDK's values fit where this library's do, and the reverse.
import type { InvokeModelWithResponseStreamCommandOutput } from "@aws-sdk/client-bedrock-runtime";
import type * as sdk from "@aws-sdk/credential-providers";
import type {
  Credentials,
  CredentialsProvider,
  fromCognitoIdentityPool,
  fromContainer,
  fromWebIdentity,
} from "bedrock-fetch/credentials";
import type { AnswerBody } from "bedrock-fetch/text";

type Fits<T, _Of extends T> = T;

export type Providers = Fits<
  CredentialsProvider,
  | ReturnType<typeof sdk.fromCognitoIdentity>
  | ReturnType<typeof sdk.fromCognitoIdentityPool>
  | ReturnType<typeof sdk.fromContainerMetadata>
  | ReturnType<typeof sdk.fromEnv>
  | ReturnType<typeof sdk.fromIni>
  | ReturnType<typeof sdk.fromNodeProviderChain>
  | ReturnType<typeof sdk.fromTemporaryCredentials>
  | ReturnType<typeof sdk.fromTokenFile>
  | ReturnType<typeof sdk.fromWebToken>
>;

export type OurProviders = Fits<
  () => Promise<Credentials>,
  | ReturnType<typeof fromCognitoIdentityPool>
  | ReturnType<typeof fromContainer>
  | ReturnType<typeof fromWebIdentity>
>;

export type Body = Fits<
  AnswerBody,
  NonNullable<InvokeModelWithResponseStreamCommandOutput["body"]>
>;
