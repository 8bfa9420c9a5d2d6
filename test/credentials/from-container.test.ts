import { type FromContainerOptions, fromContainer } from "bedrock-fetch/credentials";
import { describe, expect, it } from "vitest";
import { serveHttp } from "../helpers/http-server.ts";
import { expectNoSecrets, failureOf, refusalOf } from "../helpers/secrets.ts";

const FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

const answer = {
  AccessKeyId: "ASIACONTAINER",
  SecretAccessKey: "container-secret",
  Token: "container-session-token",
  Expiration: "2030-01-01T00:00:00Z",
  RoleArn: "arn:aws:iam::123456789012:role/task",
};
const credentials = {
  accessKeyId: "ASIACONTAINER",
  secretAccessKey: "container-secret",
  sessionToken: "container-session-token",
  expiration: new Date("2030-01-01T00:00:00Z"),
};

/** A fetch that notes what is asked and answers with credentials. */
const noting = (asked: Request[]) => async (url: string, init: RequestInit) => {
  asked.push(new Request(url, init));
  return Response.json(answer);
};

describe("a container's endpoint", () => {
  it("asks the endpoint with the token, over HTTP", async () => {
    const server = await serveHttp((_, response) => response.end(JSON.stringify(answer)));
    try {
      const env = {
        [FULL]: `${server.origin}/v1/credentials?id=1`,
        [TOKEN]: "Basic container-auth",
      };
      expect(await fromContainer(env)()).toEqual(credentials);
      const [{ method, target, headers }] = server.received as [(typeof server.received)[0]];
      expect([method, target]).toEqual(["GET", "/v1/credentials?id=1"]);
      expect(headers.authorization).toBe("Basic container-auth");
    } finally {
      await server.close();
    }
  });

  it("reads a token that changes at each renewal, as EKS keeps it in a file", async () => {
    const asked: Request[] = [];
    const tokens = ["first\n", "second\n"];
    const provider = fromContainer(
      { [FULL]: "http://169.254.170.23/v1/credentials", [`${TOKEN}_FILE`]: "/var/run/token" },
      { authorizationToken: async () => tokens.shift()!, fetch: noting(asked) },
    );
    await provider();
    await provider();
    expect(asked.map(({ headers }) => headers.get("authorization"))).toEqual(["first", "second"]);
  });
});

describe("where it asks", () => {
  it.each<[Record<string, string>, string]>([
    [{ [RELATIVE]: "/v2/credentials/1" }, "http://169.254.170.2/v2/credentials/1"],
    [
      { [RELATIVE]: "/v2/credentials/1", [FULL]: "https://other.example" },
      "http://169.254.170.2/v2/credentials/1",
    ],
    [{ [RELATIVE]: "", [FULL]: "https://any.example/c" }, "https://any.example/c"],
    [{ [FULL]: "http://169.254.170.2/c" }, "http://169.254.170.2/c"],
    [{ [FULL]: "http://169.254.170.23/v1/credentials" }, "http://169.254.170.23/v1/credentials"],
    [{ [FULL]: "http://[fd00:ec2::23]/v1/credentials" }, "http://[fd00:ec2::23]/v1/credentials"],
    [{ [FULL]: "http://localhost:8080/" }, "http://localhost:8080/"],
    [{ [FULL]: "http://127.8.9.10/c" }, "http://127.8.9.10/c"],
    [{ [FULL]: "http://[::1]/c" }, "http://[::1]/c"],
    [{ [FULL]: " https://any.example/c\n" }, "https://any.example/c"],
    [{ [RELATIVE]: "/v2/credentials/1\n" }, "http://169.254.170.2/v2/credentials/1"],
  ])("%j: %s", async (env, url) => {
    const asked: Request[] = [];
    expect(await fromContainer(env, { fetch: noting(asked) })()).toEqual(credentials);
    expect(asked.map((request) => request.url)).toEqual([url]);
    expect(asked[0]!.headers.has("authorization")).toBe(false);
  });

  it.each<Record<string, string>>([
    { [FULL]: "http://169.254.169.254/latest" },
    { [FULL]: "http://192.168.1.1/c" },
    { [FULL]: "http://[fd00:ec2::254]/c" },
    { [FULL]: "http://credentials.example/c" },
    { [FULL]: "http://localhost.example/c" },
    { [FULL]: "http://169.254.170.2.example/c" },
    { [FULL]: "/v1/credentials" },
    { [FULL]: "file:///etc/passwd" },
    { [RELATIVE]: "@credentials.example/c" },
    { [RELATIVE]: ".credentials.example/c" },
    { [RELATIVE]: ":password@credentials.example/" },
  ])("refused at once: %j", async (env) => {
    const error = await refusalOf(() => fromContainer(env));
    expect(error.field).toBe(Object.keys(env)[0]);
    expectNoSecrets(error, ["password@"]);
  });
});

describe("what is missing or wrong", () => {
  it("no container", async () => {
    const error = await failureOf(() => fromContainer({}));
    expect(error.code).toBe("MISSING_VARIABLE");
    expect(error.message).toContain(RELATIVE);
    expect(error.message).toContain(FULL);
  });

  it("a token in a file, and nothing that reads it", async () => {
    const env = { [FULL]: "http://169.254.170.23/v1/credentials", [`${TOKEN}_FILE`]: "/token" };
    const error = await failureOf(() => fromContainer(env));
    expect(error.code).toBe("MISSING_VARIABLE");
    expect(error.message).toMatch(/_FILE needs a file system: pass authorizationToken/);
  });

  it.each<[string, string, unknown]>([
    ["a string", "options", "the-token"],
    ["null as options", "options", null],
    ["a token that is none", "authorizationToken", { authorizationToken: 7 }],
    ["an empty token", "authorizationToken", { authorizationToken: "" }],
    [
      "a token with a line break",
      "authorizationToken",
      { authorizationToken: "secret-token\r\nx-evil: 1" },
    ],
    ["something else as fetch", "fetch", { fetch: {} }],
  ])("%s is refused at once", async (_, field, options) => {
    const env = { [FULL]: "http://127.0.0.1/c" };
    const error = await refusalOf(() => fromContainer(env, options as FromContainerOptions));
    expect(error.field).toBe(field);
    expectNoSecrets(error, ["secret-token"]);
  });

  it("a variable's line break is named by the variable", async () => {
    const env = { [FULL]: "http://127.0.0.1/c", [TOKEN]: "secret\ntoken" };
    const error = await failureOf(fromContainer(env));
    expect(error.message).toContain(`${TOKEN} `);
  });

  it.each(["secret-token\r\nx-evil: 1", "sécret-tokén", "secret-token\u0000"])(
    "a token that no header can carry: %j",
    async (token) => {
      const asked: Request[] = [];
      const env = { [FULL]: "http://127.0.0.1/c", [TOKEN]: token };
      const error = await failureOf(fromContainer(env, { fetch: noting(asked) }));
      expect(error.code).toBe("TOKEN_UNAVAILABLE");
      expectNoSecrets(error, [token, token.slice(0, 12)]);
      expect(asked).toEqual([]);
    },
  );

  it("a refusal, in the endpoint's words and without the token it quotes", async () => {
    const fetch = async () =>
      Response.json(
        { code: "AccessDenied", message: "No role for secret-token here" },
        { status: 403 },
      );
    const env = { [FULL]: "http://127.0.0.1/c", [TOKEN]: "secret-token" };
    const error = await failureOf(fromContainer(env, { fetch }));
    expect(error).toMatchObject({
      code: "SERVICE_ERROR",
      serviceErrorName: "AccessDenied",
      httpStatusCode: 403,
      message: "The container's credentials endpoint: AccessDenied: No role for [secret] here",
    });
    expectNoSecrets(error, ["secret-token"]);
  });
});
