import { type FromWebIdentityOptions, fromWebIdentity } from "bedrock-fetch/credentials";
import type { SimulatorOptions } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { expectNoSecrets, failureOf } from "../helpers/secrets.ts";
import { invoke, jwt, roleArn, simulated } from "./simulated.ts";

const token = jwt({ sub: "pod", jti: "a-token-to-hide" });
const trusting: SimulatorOptions = { sts: { roles: [{ roleArn, webIdentityTokens: [token] }] } };

it("gives credentials that Bedrock accepts, session token included", async () => {
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
  // STS gives whole seconds.
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
    ["what is no token", "not-a-jwt-secret", trusting, "InvalidIdentityToken", 400, /valid JWT/],
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
    ["no role", { roleArn: undefined as unknown as string }, /roleArn is undefined/],
    ["a role's name for its ARN", { roleArn: "chat" }, /roleArn is "chat"/],
    ["a user's ARN", { roleArn: "arn:aws:iam::123456789012:user/ann" }, /roleArn/],
    ["a session name with a space", { roleSessionName: "ann smith" }, /roleSessionName/],
    ["a session name of one letter", { roleSessionName: "a" }, /roleSessionName/],
    ["too short a session", { durationSeconds: 899 }, /899.*900 to 43200/],
    ["too long a session", { durationSeconds: 43_201 }, /43201/],
    ["half a second", { durationSeconds: 900.5 }, /900\.5/],
    ["plain http", { endpoint: "http://sts.example" }, /https/],
    ["a region that would be another host", { region: "evil.example#" }, /no region/],
  ])("%s is refused at once", async (_, options, message) => {
    const error = await failureOf(() =>
      fromWebIdentity({ roleArn, webIdentityToken: token, ...options }),
    );
    expect(error.code).toBe("INVALID_OPTION");
    expect(error.message).toMatch(message);
  });

  it.each<[Partial<FromWebIdentityOptions>, string]>([
    [{}, "https://sts.us-east-1.amazonaws.com/"],
    [{ region: "eu-central-1" }, "https://sts.eu-central-1.amazonaws.com/"],
    [{ region: "cn-northwest-1" }, "https://sts.cn-northwest-1.amazonaws.com.cn/"],
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
    ["gives nothing", () => undefined as unknown as string],
  ])("a token function that %s makes no request", async (_, webIdentityToken) => {
    await using aws = await simulated(trusting);
    const error = await failureOf(
      fromWebIdentity({ roleArn, webIdentityToken, endpoint: aws.url }),
    );
    expect(error.code).toBe("TOKEN_UNAVAILABLE");
    expect(aws.received).toEqual([]);
  });
});
