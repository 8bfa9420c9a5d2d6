import { type FromWebIdentityOptions, fromWebIdentity } from "bedrock-fetch/credentials";
import type { SimulatorOptions } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { expectNoSecrets, failureOf, refusalOf } from "../helpers/secrets.ts";
import { HOSTS } from "./partitions.ts";
import { invoke, jwt, roleArn, simulated } from "./simulated.ts";

const token = jwt({ sub: "pod", jti: "a-token-to-hide" });
const trusting: SimulatorOptions = { sts: { roles: [{ roleArn, webIdentityTokens: [token] }] } };

describe("a role for a token", () => {
  it("returns credentials that Bedrock accepts, session token included", async () => {
    await using aws = await simulated(trusting);
    const before = Date.now();
    const provider = fromWebIdentity({ roleArn, webIdentityToken: token, endpoint: aws.url });
    const credentials = await provider();

    expect(aws.operations).toEqual(["AssumeRoleWithWebIdentity"]);
    expect(Object.fromEntries(new URLSearchParams(aws.received[0]!.body))).toEqual({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: roleArn,
      RoleSessionName: "bedrock-fetch",
      WebIdentityToken: token,
    });
    expect(aws.received[0]!.headers.get("content-type")).toBe("application/x-www-form-urlencoded");
    expect(aws.received[0]!.headers.has("authorization")).toBe(false);
    // STS returns whole seconds.
    const lifetime = credentials.expiration!.getTime() - before;
    expect(lifetime).toBeGreaterThan(3_590_000);
    expect(lifetime).toBeLessThan(3_610_000);

    await expect(invoke(aws.url, credentials)).resolves.toBeDefined();
    await expect(invoke(aws.url, { ...credentials, sessionToken: "another" })).rejects.toThrow(
      expect.objectContaining({ name: "UnrecognizedClientException" }),
    );
  });

  it("asks for a fresh token each time, and passes on what narrows the session", async () => {
    const tokens = [1, 2].map((jti) => jwt({ sub: "pod", jti }));
    await using aws = await simulated({ sts: { roles: [{ roleArn, webIdentityTokens: tokens }] } });
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    let call = 0;
    const provider = fromWebIdentity({
      roleArn,
      webIdentityToken: async () => tokens[call++]!,
      roleSessionName: "ann@example.com",
      durationSeconds: 900,
      policy,
      endpoint: aws.url,
    });
    const before = Date.now();
    const { expiration } = await provider();
    await provider();
    const sent = aws.received.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    expect(sent.map(({ WebIdentityToken }) => WebIdentityToken)).toEqual(tokens);
    expect(sent[0]).toMatchObject({
      RoleSessionName: "ann@example.com",
      DurationSeconds: "900",
      Policy: policy,
    });
    expect(expiration!.getTime() - before).toBeLessThan(910_000);
  });
});

describe("white space", () => {
  it("at the end of a token's file is not part of the token", async () => {
    await using aws = await simulated(trusting);
    const webIdentityToken = async () => `${token}\n`;
    const provider = fromWebIdentity({ roleArn, webIdentityToken, endpoint: aws.url });
    await expect(provider()).resolves.toBeDefined();
    expect(new URLSearchParams(aws.received[0]!.body).get("WebIdentityToken")).toBe(token);
  });

  it("in a refusal's XML is not part of its name", async () => {
    const xml = `<?xml version="1.0"?>
      <ErrorResponse>
        <Error>
          <Code>
            AccessDenied
          </Code>
          <Message>
            Not authorized
          </Message>
        </Error>
      </ErrorResponse>`;
    const fetch = async () => new Response(xml, { status: 403 });
    const error = await failureOf(fromWebIdentity({ roleArn, webIdentityToken: token, fetch }));
    expect(error.serviceErrorName).toBe("AccessDenied");
    expect(error.message).toBe("AssumeRoleWithWebIdentity: AccessDenied: Not authorized");
  });
});

describe("STS refuses", () => {
  it.each<[string, string, SimulatorOptions, string, number, RegExp]>([
    ["a role that does not exist", token, {}, "AccessDenied", 403, /Not authorized to perform/],
    [
      "a token that the role does not trust",
      jwt({ sub: "other" }),
      trusting,
      "AccessDenied",
      403,
      /Not authorized to perform sts:AssumeRoleWithWebIdentity/,
    ],
    ["what is not a token", "not-a-jwt-secret", trusting, "InvalidIdentityToken", 400, /valid JWT/],
    [
      "an expired token",
      jwt({ sub: "pod", exp: 1_700_000_000 }),
      trusting,
      "ExpiredTokenException",
      400,
      /Token expired: current date/,
    ],
    ["a token that is too short", "abc", trusting, "ValidationError", 400, /greater than or equal/],
  ])("%s", async (_, webIdentityToken, options, serviceErrorName, httpStatusCode, message) => {
    await using aws = await simulated(options);
    const error = await failureOf(
      fromWebIdentity({ roleArn, webIdentityToken, endpoint: aws.url }),
    );
    expect(error).toMatchObject({
      code: "SERVICE_ERROR",
      serviceErrorName,
      httpStatusCode,
      retryable: false,
      message: expect.stringMatching(message),
    });
    expectNoSecrets(error, [webIdentityToken]);
  });
});

describe("options", () => {
  it.each<[string, Partial<FromWebIdentityOptions>, RegExp]>([
    ["no role", { roleArn: undefined as unknown as string }, /role's ARN.*undefined/],
    ["a role's name for its ARN", { roleArn: "chat" }, /role's ARN.*"chat"/],
    ["a user's ARN", { roleArn: "arn:aws:iam::123456789012:user/ann" }, /roleArn/],
    ["a session name with a space", { roleSessionName: "ann smith" }, /roleSessionName/],
    ["a session name of one letter", { roleSessionName: "a" }, /roleSessionName/],
    ["too short a session", { durationSeconds: 899 }, /900 to 43200.*899/],
    ["too long a session", { durationSeconds: 43_201 }, /43201/],
    ["half a second", { durationSeconds: 900.5 }, /900\.5/],
    ["plain http", { endpoint: "http://sts.example" }, /https/],
    ["a region that would be another host", { region: "evil.example#" }, /name of a region/],
    ["no token", { webIdentityToken: undefined as unknown as string }, /token/],
    ["an empty token", { webIdentityToken: " \n" }, /token/],
    ["a token with a line break", { webIdentityToken: "a.b\n.c" }, /line breaks/],
    ["a policy that is not text", { policy: {} as string }, /JSON text/],
    ["something else as fetch", { fetch: "node-fetch" as never }, /function/],
  ])("%s is refused at once", async (_, options, message) => {
    const error = await refusalOf(() =>
      fromWebIdentity({ roleArn, webIdentityToken: token, ...options }),
    );
    expect(error.field).toBe(Object.keys(options)[0]);
    expect(error.message).toMatch(message);
  });

  it("an ARN of an unknown partition asks for a region", async () => {
    for (const partition of ["aws-moon", "constructor", "__proto__"]) {
      const unknown = `arn:${partition}:iam::123456789012:role/chat`;
      const error = await refusalOf(() =>
        fromWebIdentity({ roleArn: unknown, webIdentityToken: token }),
      );
      expect(error.field).toBe("region");
    }
  });

  it.each<[Partial<FromWebIdentityOptions>, string]>([
    [{}, "https://sts.us-east-1.amazonaws.com/"],
    [{ region: "eu-central-1" }, "https://sts.eu-central-1.amazonaws.com/"],
    [{ region: "cn-northwest-1" }, "https://sts.cn-northwest-1.amazonaws.com.cn/"],
    ...HOSTS.flatMap(
      ([region, dnsSuffix, partition]): [Partial<FromWebIdentityOptions>, string][] => [
        [{ region }, `https://sts.${region}.${dnsSuffix}/`],
        [
          { roleArn: `arn:${partition}:iam::123456789012:role/chat` },
          `https://sts.${region}.${dnsSuffix}/`,
        ],
      ],
    ),
    [
      { roleArn: "arn:aws-cn:iam::123456789012:role/chat", region: "cn-north-1" },
      "https://sts.cn-north-1.amazonaws.com.cn/",
    ],
  ])("%j asks at %s", async (options, url) => {
    const asked: string[] = [];
    const fetch = async (input: string) => {
      asked.push(input);
      return new Response("", { status: 500 });
    };
    await failureOf(fromWebIdentity({ roleArn, webIdentityToken: token, fetch, ...options }));
    expect(asked).toEqual([url]);
  });

  it.each<[string, () => string | Promise<string>]>([
    ["throws", () => Promise.reject(new Error("no such file"))],
    ["returns nothing", () => undefined as unknown as string],
    ["returns white space", () => " \n"],
    ["returns a line break within the token", async () => "a.b\n.c"],
  ])("a token function that %s makes no request", async (_, webIdentityToken) => {
    await using aws = await simulated(trusting);
    const error = await failureOf(
      fromWebIdentity({ roleArn, webIdentityToken, endpoint: aws.url }),
    );
    expect(error.code).toBe("TOKEN_UNAVAILABLE");
    expect(aws.received).toEqual([]);
  });
});
