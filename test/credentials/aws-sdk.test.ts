/** The official SDK as a second opinion: its providers here, and itself on the simulator. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  fromEnv,
  fromIni,
  fromNodeProviderChain,
  fromCognitoIdentityPool as fromSdkCognitoIdentityPool,
  fromWebToken,
} from "@aws-sdk/credential-providers";
import { fromCognitoIdentityPool, fromWebIdentity } from "bedrock-fetch/credentials";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { credentialsCache } from "../../src/credentials/credentials-cache.ts";
import {
  deniedToGuest,
  identityPoolId,
  invoke,
  issuer,
  jwt,
  roleArn,
  simulated,
} from "./simulated.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "credentials-"));
  for (const name of Object.keys(process.env)) {
    if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  }
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const writeProfile = (name: string, key: string) =>
  writeFileSync(
    join(folder, "credentials"),
    `[${name}]\naws_access_key_id = ${key}\naws_secret_access_key = secret-${key}\naws_session_token = token-${key}\n`,
  );

describe("the AWS SDK's providers supply this library", () => {
  it("fromIni", async () => {
    writeProfile("work", "ASIAINI");
    const cache = credentialsCache(fromIni({ profile: "work", ignoreCache: true }));
    expect(await cache.get()).toMatchObject({
      accessKeyId: "ASIAINI",
      secretAccessKey: "secret-ASIAINI",
      sessionToken: "token-ASIAINI",
    });
  });

  it("fromEnv", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAENV");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    expect(await credentialsCache(fromEnv()).get()).toMatchObject({ accessKeyId: "AKIAENV" });
  });

  it("fromNodeProviderChain, which caches: dropped credentials are really fetched again", async () => {
    writeProfile("default", "ASIAFIRST");
    const cache = credentialsCache(fromNodeProviderChain({ ignoreCache: true }));
    const first = await cache.get();
    expect(first.accessKeyId).toBe("ASIAFIRST");
    writeProfile("default", "ASIASECOND");
    expect(await cache.get()).toBe(first);
    cache.drop(first);
    expect((await cache.get()).accessKeyId).toBe("ASIASECOND");
  });
});

describe("the AWS SDK's Cognito and STS clients take the simulator for AWS", () => {
  const clientConfig = (endpoint: string) => ({ region: "us-east-1", endpoint, maxAttempts: 1 });

  it("a guest of an identity pool", async () => {
    await using aws = await simulated({
      cognito: { pools: [{ identityPoolId, allowGuests: true }] },
    });
    const provider = fromSdkCognitoIdentityPool({
      identityPoolId,
      clientConfig: clientConfig(aws.url),
    });
    await expect(invoke(aws.url, await credentialsCache(provider).get())).rejects.toThrow(
      deniedToGuest,
    );
    // Both clients ask the same.
    const theirs = aws.received.splice(0);
    await fromCognitoIdentityPool({ identityPoolId, endpoint: aws.url })();
    expect(aws.operations).toEqual(["GetId", "GetCredentialsForIdentity"]);
    for (const [index, ours] of aws.received.entries()) {
      const their = theirs[index]!;
      expect(ours.operation).toBe(their.operation);
      expect(Object.keys(JSON.parse(ours.body))).toEqual(Object.keys(JSON.parse(their.body)));
      for (const name of ["content-type", "x-amz-target"]) {
        expect(ours.headers.get(name)).toBe(their.headers.get(name));
      }
    }
  });

  it("a user with a login, and one who is refused by name", async () => {
    const token = jwt({ sub: "ann" });
    await using aws = await simulated({
      cognito: { pools: [{ identityPoolId, logins: { [issuer]: [token] } }] },
    });
    const options = { identityPoolId, clientConfig: clientConfig(aws.url) };
    const provider = fromSdkCognitoIdentityPool({ ...options, logins: { [issuer]: token } });
    await expect(invoke(aws.url, await provider())).resolves.toBeDefined();
    // Without a user of its own, the SDK would take the guest of another test from its cache.
    const guest = fromSdkCognitoIdentityPool({ ...options, userIdentifier: "another" });
    await expect(guest()).rejects.toThrow(
      expect.objectContaining({
        name: "NotAuthorizedException",
        message: "Unauthenticated access is not supported for this identity pool.",
      }),
    );
  });

  it("a role for a token, and one that is refused by name", async () => {
    const token = jwt({ sub: "pod" });
    await using aws = await simulated({
      sts: { roles: [{ roleArn, webIdentityTokens: [token] }] },
    });
    const options = {
      roleArn,
      roleSessionName: "bedrock-fetch",
      clientConfig: clientConfig(aws.url),
    };
    const provider = fromWebToken({ ...options, webIdentityToken: token });
    await expect(invoke(aws.url, await credentialsCache(provider).get())).resolves.toBeDefined();
    const theirs = new URLSearchParams(aws.received[0]!.body);
    aws.received.length = 0;
    await fromWebIdentity({ roleArn, webIdentityToken: token, endpoint: aws.url })();
    expect(Object.fromEntries(new URLSearchParams(aws.received[0]!.body))).toEqual(
      Object.fromEntries(theirs),
    );

    await expect(
      fromWebToken({ ...options, webIdentityToken: jwt({ sub: "other" }) })(),
    ).rejects.toThrow(
      expect.objectContaining({
        name: "AccessDenied",
        message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
      }),
    );
  });
});
