import { getToken } from "@aws/bedrock-token-generator";
import {
  type CreateShortTermApiKeyOptions,
  createShortTermApiKey,
} from "bedrock-fetch/credentials";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { expectNoSecrets, failureOf, refusalOf } from "../helpers/secrets.ts";

const NOW = Date.UTC(2026, 10, 25, 12, 34, 56, 789);
const region = "us-east-1";
const longTerm = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};
const temporary = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: `${"IQoJb3JpZ2luX2VjE+/".repeat(40)}==`,
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a short-term API key", () => {
  it.each([
    ["long-term keys", longTerm],
    ["temporary credentials", temporary],
  ])("of %s is the one that AWS's own generator makes", async (_, credentials) => {
    for (const [where, expiresInSeconds] of [
      ["us-east-1", 600],
      ["eu-central-1", 43_200],
      ["us-gov-west-1", 1],
    ] as const) {
      const options = { region: where, credentials, expiresInSeconds };
      const { apiKey } = await createShortTermApiKey(options);
      expect(apiKey).toBe(await getToken(options));
    }
  });

  it("is that one for any keys", async () => {
    const base64 = fc.stringMatching(/^[A-Za-z0-9+/]{1,60}={0,2}$/);
    const anyToken = fc.stringMatching(/^[!-~]{1,60}$/);
    const token = fc.option(fc.oneof(base64, anyToken), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        base64,
        base64,
        token,
        fc.integer({ min: 1, max: 43_200 }),
        async (...of) => {
          const [accessKeyId, secretAccessKey, sessionToken, expiresInSeconds] = of;
          const credentials = {
            accessKeyId,
            secretAccessKey,
            ...(sessionToken && { sessionToken }),
          };
          const options = { region, credentials, expiresInSeconds };
          expect((await createShortTermApiKey(options)).apiKey).toBe(await getToken(options));
        },
      ),
      { numRuns: 50 },
    );
  });

  it("is a presigned request, its parameters sorted, in base64", async () => {
    const { apiKey } = await createShortTermApiKey({ region, credentials: temporary });
    expect(apiKey).toMatch(/^bedrock-api-key-[A-Za-z0-9+/]+={0,2}$/);
    const url = new URL(`https://${atob(apiKey.slice("bedrock-api-key-".length))}`);
    expect(url.host).toBe("bedrock.amazonaws.com");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Action: "CallWithBearerToken",
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": "ASIAIOSFODNN7EXAMPLE/20261125/us-east-1/bedrock/aws4_request",
      "X-Amz-Date": "20261125T123456Z",
      "X-Amz-Expires": "43200",
      "X-Amz-Security-Token": temporary.sessionToken,
      "X-Amz-Signature": expect.stringMatching(/^[0-9a-f]{64}$/),
      "X-Amz-SignedHeaders": "host",
      Version: "1",
    });
    const names = [...url.searchParams.keys()];
    expect(names.slice(0, -1)).toEqual(names.slice(0, -1).sort());
    expect(apiKey).not.toContain(btoa(temporary.secretAccessKey).slice(0, 20));
  });

  it.each<[string, number | undefined, number | undefined, number]>([
    ["after 12 hours by default", undefined, undefined, 43_200],
    ["after the time that is asked for", 600, undefined, 600],
    ["after that time, if the credentials last longer", 600, 3600, 600],
    ["with the credentials, if they expire first", 3600, 600, 600],
  ])("expires %s", async (_, expiresInSeconds, credentialsLast, expected) => {
    const credentials = {
      ...temporary,
      expiration:
        credentialsLast === undefined ? undefined : new Date(NOW + credentialsLast * 1000),
    };
    const { expiration } = await createShortTermApiKey({ region, credentials, expiresInSeconds });
    // AWS counts from the time that is signed, in whole seconds.
    const from = credentialsLast === expected ? NOW : NOW - 789;
    expect(expiration.getTime()).toBe(from + expected * 1000);
  });

  it("can be signed by what a function returns, at once or later", async () => {
    const expected = await createShortTermApiKey({ region, credentials: temporary });
    for (const credentials of [() => temporary, async () => temporary]) {
      expect(await createShortTermApiKey({ region, credentials })).toEqual(expected);
    }
  });

  it("is not created from credentials that have expired", async () => {
    const credentials = { ...temporary, expiration: new Date(NOW) };
    const error = await failureOf(() => createShortTermApiKey({ region, credentials }));
    expect(error.code).toBe("INVALID_CREDENTIALS");
    expect(error.message).toContain("2026-11-25T12:34:56");
    expectNoSecrets(error, [temporary.secretAccessKey, temporary.sessionToken]);
  });

  it.each<[string, unknown, string]>([
    ["no options", undefined, "options"],
    ["no region", { credentials: longTerm }, "region"],
    ["a region that is none", { region: "us east", credentials: longTerm }, "region"],
    ["no credentials", { region }, "credentials.accessKeyId"],
    [
      "a session token with a line break",
      { region, credentials: { ...temporary, sessionToken: "the-token\nwrapped" } },
      "credentials.sessionToken",
    ],
    ...[0, -1, 0.5, 43_201, Number.NaN, "600", null].map(
      (expiresInSeconds): [string, unknown, string] => [
        `${JSON.stringify(expiresInSeconds)} seconds`,
        { region, credentials: longTerm, expiresInSeconds },
        "expiresInSeconds",
      ],
    ),
  ])("with %s is refused", async (_, options, field) => {
    const error = await refusalOf(() =>
      createShortTermApiKey(options as CreateShortTermApiKeyOptions),
    );
    expect(error.field).toBe(field);
    expectNoSecrets(error, ["the-token", longTerm.secretAccessKey]);
  });

  it("needs Web Crypto, and says so in a page on plain http", async () => {
    vi.stubGlobal("crypto", { getRandomValues() {} });
    const creating = createShortTermApiKey({ region, credentials: longTerm });
    await expect(creating).rejects.toThrow(
      expect.objectContaining({ code: "UNSUPPORTED_RUNTIME", missing: "crypto.subtle" }),
    );
  });

  it("is not created from what a function returns instead of credentials", async () => {
    const credentials = async () => ({ ...temporary, secretAccessKey: "the-secret\r" });
    const error = await failureOf(() => createShortTermApiKey({ region, credentials }));
    expect(error.code).toBe("INVALID_CREDENTIALS");
    expect(error.message).toContain("secretAccessKey");
    expectNoSecrets(error, ["the-secret"]);
  });
});
