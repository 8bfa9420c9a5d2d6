import { BedrockRuntime, CredentialsProviderError, InvalidArgumentError } from "bedrock-fetch";
import { createShortTermApiKey, fromContainer, fromEnv } from "bedrock-fetch/credentials";
import { describe, expect, it, onTestFinished } from "vitest";
import { serveHttp } from "../helpers/http-server.ts";
import { failureOf, loopback, loopbackCredentials, respond } from "../helpers/loopback.ts";
import { expectNoSecrets } from "../helpers/secrets.ts";

type Options = ConstructorParameters<typeof BedrockRuntime>[0];

const input = { modelId: "m" };
const SECRET = "wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY";

/** What copying and files leave in a key. */
const damage: readonly [string, string][] = [
  ["a line break within", `${SECRET}\n${SECRET}`],
  ["a carriage return at its end", `${SECRET}\r`],
  ["CR and LF at its end", `${SECRET}\r\n`],
  ["a header after it", `${SECRET}\r\nx-evil: 1`],
  ["a space within", `${SECRET} ${SECRET}`],
  ["a tab", `${SECRET}\t`],
  ["a NUL", `${SECRET}\0`],
  ["a no-break space", `${SECRET}\u00a0`],
  ["a zero-width space", `\u200b${SECRET}`],
  ["an ellipsis", `${SECRET}…`],
  ["DEL", `${SECRET}\x7f`],
];
const members = ["accessKeyId", "secretAccessKey", "sessionToken"] as const;

function thrownBy(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe.each(damage)("a secret with %s is refused by name, and quoted by nobody", (_, damaged) => {
  it.each(members)("as %s of a credentials object", (member) => {
    const credentials = { ...loopbackCredentials, [member]: damaged };
    const error = thrownBy(() => new BedrockRuntime({ region: "us-east-1", credentials }));
    expect(error).toBeInstanceOf(InvalidArgumentError);
    expect(error).toMatchObject({ field: `credentials.${member}` });
    expectNoSecrets(error, [SECRET]);
  });

  it.each(members)("as %s of what a function returns", async (member) => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"), {
      credentials: async () => ({ ...loopbackCredentials, [member]: damaged }),
      maxAttempts: 3,
    });
    const error = await failureOf(client.invokeModel(input));
    expect(error).toBeInstanceOf(CredentialsProviderError);
    expect((error as Error).message).toContain(member);
    expectNoSecrets(error, [SECRET]);
    expect(server.received).toHaveLength(0);
  });

  it("as an API key, given or returned", async () => {
    const error = thrownBy(() => new BedrockRuntime({ region: "us-east-1", apiKey: damaged }));
    expect(error).toMatchObject({ name: "InvalidArgumentError", field: "apiKey" });
    expectNoSecrets(error, [SECRET]);
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"), {
      apiKey: async () => damaged,
      credentials: undefined,
    });
    const returned = await failureOf(client.invokeModel(input));
    expect(returned).toMatchObject({ name: "InvalidArgumentError", field: "apiKey" });
    expectNoSecrets(returned, [SECRET]);
    expect(server.received).toHaveLength(0);
  });

  it("in the environment, unless it is white space around the value", () => {
    const env = (name: string) => ({
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_SESSION_TOKEN: "token",
      [name]: damaged,
    });
    for (const name of ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_BEARER_TOKEN_BEDROCK"]) {
      if (/^[\x21-\x7e]+$/.test(damaged.trim())) {
        expect(() => new BedrockRuntime(fromEnv(env(name)))).not.toThrow();
        continue;
      }
      const error = thrownBy(() => fromEnv(env(name)));
      expect(error).toBeInstanceOf(CredentialsProviderError);
      expect((error as Error).message).toContain(name);
      expectNoSecrets(error, [SECRET]);
    }
  });
});

describe("a long-term key beside a session token, which is another key's, is refused by name", () => {
  const mixed = { ...loopbackCredentials, accessKeyId: "AKIALOOPBACKEXAMPLE" };
  const { secretAccessKey, sessionToken } = mixed;

  it("in a credentials object", () => {
    const error = thrownBy(() => new BedrockRuntime({ region: "us-east-1", credentials: mixed }));
    expect(error).toMatchObject({
      name: "InvalidArgumentError",
      field: "credentials.sessionToken",
      message: expect.stringContaining("AKIA…"),
    });
    expectNoSecrets(error, [secretAccessKey, sessionToken]);
  });

  it("when a function returns it, before any request", async () => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"), {
      credentials: async () => mixed,
    });
    expect(await failureOf(client.invokeModel(input))).toMatchObject({
      code: "INVALID_CREDENTIALS",
      message: expect.stringMatching(/sessionToken.*AKIA…/),
    });
    expect(server.received).toHaveLength(0);
  });

  it("when a short-term key is to be made with it", async () => {
    const making = createShortTermApiKey({ region: "us-east-1", credentials: mixed });
    expect(await failureOf(making)).toMatchObject({ field: "credentials.sessionToken" });
  });

  it("when a service answers with it", async () => {
    const answer = {
      AccessKeyId: mixed.accessKeyId,
      SecretAccessKey: secretAccessKey,
      Token: sessionToken,
      Expiration: "2030-01-01T00:00:00Z",
    };
    const server = await serveHttp((_, response) => {
      response.end(JSON.stringify(answer));
    });
    onTestFinished(() => server.close());
    const provider = fromContainer({ AWS_CONTAINER_CREDENTIALS_FULL_URI: server.origin });
    expect(await failureOf(provider())).toMatchObject({
      code: "INVALID_RESPONSE",
      message: expect.stringMatching(/sessionToken.*AKIA…/),
    });
  });
});

describe("an API key with the scheme before it", () => {
  it.each(["Bearer", "bearer"])("%s: the error says to leave it out", async (scheme) => {
    const key = `${scheme} ${SECRET}`;
    const given = thrownBy(() => new BedrockRuntime({ region: "us-east-1", apiKey: key }));
    const read = thrownBy(() => fromEnv({ AWS_BEARER_TOKEN_BEDROCK: key }));
    for (const error of [given, read]) {
      expect((error as Error).message).toContain('"Bearer"');
      expectNoSecrets(error, [SECRET]);
    }
  });
});

describe("the request that AWS quotes when its signature is wrong", () => {
  const refusal =
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

  it.each(["invokeModel", "invokeModelWithResponseStream"] as const)(
    "is left out of the error of %s: the session token and the caller's headers are in it",
    async (operation) => {
      const { client } = await loopback(
        ({ target, headers }, response) => {
          const signed = Object.entries(headers).map(([name, value]) => `${name}:${value}`);
          const message = `${refusal}\n\nThe Canonical String for this request should have been\n'POST\n${target}\n\n${signed.join("\n")}\n'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256'\n`;
          const type = { "x-amzn-errortype": "InvalidSignatureException:http://internal/" };
          respond(response, 403, JSON.stringify({ message }), type);
        },
        { headers: { "x-gateway-key": SECRET } },
      );
      const error = await failureOf(client[operation]({ ...input, body: {} }));
      expect(error).toMatchObject({ name: "InvalidSignatureException", message: refusal });
      expectNoSecrets(error, [SECRET, loopbackCredentials.sessionToken]);
    },
  );
});

describe("a header that cannot be sent is refused by name, its value quoted by nobody", () => {
  const wrong: readonly [string, unknown][] = [
    ["a line break", `${SECRET}\n`],
    ["a header after it", `${SECRET}\r\nx-evil: 1`],
    ["a NUL", `${SECRET}\0`],
    ["text outside ASCII", `${SECRET}…`],
    ["a number", 7],
    ["null", null],
    ["an object", { SECRET }],
  ];

  it.each(wrong)("with %s, of a client", (_, value) => {
    const headers = { "x-gateway-key": value } as Options["headers"];
    const error = thrownBy(() => new BedrockRuntime({ region: "us-east-1", apiKey: "k", headers }));
    expect(error).toMatchObject({ name: "InvalidArgumentError", field: "headers" });
    expect((error as Error).message).toContain("x-gateway-key");
    expectNoSecrets(error, [SECRET]);
  });

  it.each(wrong)("with %s, of a call", async (_, value) => {
    const { client, server } = await loopback((_, response) => respond(response, 200, "{}"));
    const headers = { "x-gateway-key": value } as Options["headers"];
    const error = await failureOf(client.invokeModel(input, { headers }));
    expect(error).toMatchObject({ name: "InvalidArgumentError", field: "headers" });
    expect((error as Error).message).toContain("x-gateway-key");
    expectNoSecrets(error, [SECRET]);
    expect(server.received).toHaveLength(0);
  });

  it.each(["x gateway", "x-gateway:", "", "x-gäteway", "x\r\ny"])("named %j", async (name) => {
    const error = thrownBy(
      () => new BedrockRuntime({ region: "us-east-1", apiKey: "k", headers: { [name]: SECRET } }),
    );
    expect(error).toMatchObject({ name: "InvalidArgumentError", field: "headers" });
    expectNoSecrets(error, [SECRET]);
  });

  it("nor is a list, or a string, taken for headers", () => {
    for (const headers of ["x-a: b", 7, null, () => {}]) {
      const options = { region: "us-east-1", apiKey: "k", headers } as unknown as Options;
      expect(() => new BedrockRuntime(options)).toThrow(InvalidArgumentError);
    }
  });
});

describe("an endpoint's password is quoted by nobody", () => {
  it.each([
    `https://user:${SECRET}@gateway.example`,
    `https://${SECRET}@gateway.example`,
    `https://user:${SECRET}@gateway.example:99999`,
    `https://user:${SECRET}@`,
    `https://user:${SECRET}@[gateway`,
    `ftp://user:${SECRET}@gateway.example`,
    `user:${SECRET}@gateway.example`,
    `https://gateway.example/?key=${SECRET}`,
    `https://gateway.example/#${SECRET}`,
  ])("%#", (endpoint) => {
    for (const given of [endpoint, URL.parse(endpoint)]) {
      if (given === null) continue;
      const error = thrownBy(
        () => new BedrockRuntime({ region: "us-east-1", apiKey: "k", endpoint: given }),
      );
      expect(error).toMatchObject({ name: "InvalidArgumentError", field: "endpoint" });
      expectNoSecrets(error, [SECRET]);
    }
  });
});

describe("what is printed", () => {
  it("a client, and a client's failure, show no secret", async () => {
    const headers = { "x-gateway-key": SECRET };
    const { client } = await loopback((_, response) => response.socket!.destroy(), { headers });
    expectNoSecrets(client, [SECRET, ...Object.values(loopbackCredentials)]);
    const failure = await failureOf(client.invokeModel(input));
    expectNoSecrets(failure, [SECRET, ...Object.values(loopbackCredentials)]);
  });
});
