/**
 * Loaded before an example: whatever it asks for, a simulator answers, and what it would find in
 * its surroundings is there.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";

const token = "what your sign-in keeps current";
const identityPoolId = "us-east-1:11111111-2222-3333-4444-555555555555";
const containerUrl = "http://127.0.0.1:51679/v1/credentials";

const simulator = createSimulator({
  cognito: {
    pools: [
      {
        identityPoolId,
        allowGuests: true,
        logins: { "cognito-idp.us-east-1.amazonaws.com/us-east-1_abc": [token] },
      },
    ],
  },
  sts: {
    roles: ["guest", "chat"].map((name) => ({
      roleArn: `arn:aws:iam::123456789012:role/${name}`,
      identityPoolIds: [identityPoolId],
      webIdentityTokens: [token],
    })),
  },
});

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  if (request.url !== containerUrl) return simulator(request);
  return Response.json({
    AccessKeyId: simulatorCredentials.accessKeyId,
    SecretAccessKey: simulatorCredentials.secretAccessKey,
    Token: simulatorCredentials.sessionToken,
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  });
};

const { readFile } = fs.promises;
const readsTokens = async (...args: Parameters<typeof readFile>) =>
  /token/i.test(String(args[0])) ? token : readFile(...args);
fs.promises.readFile = readsTokens as typeof readFile;
syncBuiltinESMExports();

Object.assign(process.env, {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: simulatorCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: simulatorCredentials.secretAccessKey,
  AWS_SESSION_TOKEN: simulatorCredentials.sessionToken,
  AWS_WEB_IDENTITY_TOKEN_FILE: "/token",
  AWS_CONTAINER_CREDENTIALS_FULL_URI: containerUrl,
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/token",
});

const stored = new Map<string, string>();
Object.defineProperty(globalThis, "localStorage", {
  value: {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  },
});
