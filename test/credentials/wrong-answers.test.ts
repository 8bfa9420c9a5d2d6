import type { ServerResponse } from "node:http";
import {
  type CredentialsProvider,
  fromCognitoIdentityPool,
  fromContainer,
  fromWebIdentity,
} from "bedrock-fetch/credentials";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type HttpServer, type ReceivedRequest, serveHttp } from "../helpers/http-server.ts";
import { expectNoSecrets, failureOf } from "../helpers/secrets.ts";
import { identityPoolId, issuer, roleArn } from "./simulated.ts";

const token = "login.token-that-must.not-show";
const servers: HttpServer[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serving(
  answer: (request: ReceivedRequest, response: ServerResponse) => unknown,
): Promise<HttpServer> {
  const server = await serveHttp(answer);
  servers.push(server);
  return server;
}

const credentialsXml = (members: Readonly<Record<string, string>>): string =>
  `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>${Object.entries(
    members,
  )
    .map(([name, text]) => `<${name}>${text}</${name}>`)
    .join("")}</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;

const secretKey = "the/secret+access/key";
const sessionToken = "the-session-token==";

/** Every provider that speaks HTTP, and a good answer of its service. */
const providers: Record<
  string,
  { create(origin: string): CredentialsProvider; good: string; members: Record<string, unknown> }
> = {
  fromCognitoIdentityPool: {
    create: (origin) =>
      fromCognitoIdentityPool({
        identityPoolId,
        identityId: "us-east-1:99999999-2222-4333-8444-555555555555",
        endpoint: origin,
        logins: { [issuer]: token },
      }),
    members: {
      AccessKeyId: "ASIAEXAMPLE",
      SecretKey: secretKey,
      SessionToken: sessionToken,
      Expiration: 1.9e9,
    },
    get good() {
      return JSON.stringify({ IdentityId: "us-east-1:1", Credentials: this.members });
    },
  },
  fromWebIdentity: {
    create: (origin) => fromWebIdentity({ roleArn, webIdentityToken: token, endpoint: origin }),
    members: {
      AccessKeyId: "ASIAEXAMPLE",
      SecretAccessKey: secretKey,
      SessionToken: sessionToken,
      Expiration: "2030-01-01T00:00:00Z",
    },
    get good() {
      return credentialsXml(this.members as Record<string, string>);
    },
  },
  fromContainer: {
    create: (origin) =>
      fromContainer({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: origin,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
      }),
    members: {
      AccessKeyId: "ASIAEXAMPLE",
      SecretAccessKey: secretKey,
      Token: sessionToken,
      Expiration: "2030-01-01T00:00:00Z",
    },
    get good() {
      return JSON.stringify(this.members);
    },
  },
};

const secrets = [token, secretKey, sessionToken];

describe.each(Object.entries(providers))("%s", (_, { create, good, members }) => {
  it("takes the good answer that the wrong ones are made of", async () => {
    const { origin } = await serving((_, response) => response.end(good));
    const credentials = await create(origin)();
    expect(credentials).toMatchObject({ accessKeyId: "ASIAEXAMPLE", secretAccessKey: secretKey });
    expect(credentials.expiration!.getTime()).toBeGreaterThan(1.89e12);
  });

  it.each(Object.entries(members))("an answer without %s", async (name, value) => {
    const without = good
      .replace(new RegExp(`"${name}":${JSON.stringify(value).replace(/[+/=]/g, "\\$&")},?`), "")
      .replace(",}", "}")
      .replace(new RegExp(`<${name}>.*</${name}>`), "");
    expect(without).not.toBe(good);
    const { origin } = await serving((_, response) => response.end(without));
    const error = await failureOf(create(origin));
    expect(error.code).toBe("INVALID_RESPONSE");
    expectNoSecrets(error, secrets);
  });

  it.each([
    ["empty", ""],
    ["HTML", "<!doctype html><title>Sign in to the network</title>"],
    ["of another kind", `["${sessionToken}"]`],
    ["null", "null"],
    ["cut off", good.slice(0, -30)],
    ["with a time that is none", good.replace(/1900000000|2030-01-01T00:00:00Z/, '"soon"')],
    ["with credentials that are no text", good.replace(/"?ASIAEXAMPLE"?/, "{}")],
    ["with an empty secret", good.replace(secretKey, "")],
  ])("an answer that is %s", async (what, body) => {
    const { origin } = await serving((_, response) => response.end(body));
    // In XML, braces are as good an access key id as any other text.
    if (what.includes("no text") && good.startsWith("<")) return;
    const error = await failureOf(create(origin));
    expect(error.code).toBe("INVALID_RESPONSE");
    expect(error.retryable).toBe(false);
    expectNoSecrets(error, secrets);
  });

  it("no network", async () => {
    const server = await serveHttp(() => {});
    await server.close();
    const error = await failureOf(create(server.origin));
    expect(error).toMatchObject({ code: "NETWORK", retryable: true });
    expect(error.cause).toBeInstanceOf(Error);
    expectNoSecrets(error, secrets);
  });

  it("a connection that breaks within the answer", async () => {
    const { origin } = await serving((_, response) => {
      response.writeHead(200, { "content-length": good.length });
      response.write(good.slice(0, 20), () => response.destroy());
    });
    const error = await failureOf(create(origin));
    expect(error).toMatchObject({ code: "NETWORK", retryable: true });
    expectNoSecrets(error, secrets);
  });

  it.each([
    ["before an answer", () => {}],
    ["within one", (response: ServerResponse) => response.write(good.slice(0, 20))],
  ])("a service that falls silent %s", async (_, begin) => {
    const limits: number[] = [];
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
      limits.push(ms);
      return timeout(100);
    });
    const { origin } = await serving((_, response) => begin(response));
    const error = await failureOf(create(origin));
    expect(limits).toEqual([10_000]);
    expect(error).toMatchObject({ code: "TIMEOUT", retryable: true });
    expectNoSecrets(error, secrets);
  });

  it.each([301, 302, 303, 307, 308])("a redirect (%i) is not followed", async (status) => {
    const elsewhere = await serving((_, response) => response.end(good));
    const { origin } = await serving((_, response) => {
      response.writeHead(status, { location: `${elsewhere.origin}/` }).end();
    });
    const error = await failureOf(create(origin));
    expect(error.code).toBe("INVALID_RESPONSE");
    expect(error.message).toMatch(/redirect/);
    expect(elsewhere.received).toEqual([]);
  });

  it.each([200, 500])(
    "an endless answer with status %i is read no further than needed",
    async (status) => {
      let sent = 0;
      let closed: () => void;
      const gone = new Promise<void>((resolve) => {
        closed = resolve;
      });
      const { origin } = await serving((_, response) => {
        response.writeHead(status);
        response.on("close", () => closed());
        const piece = Buffer.alloc(16_384, " ");
        const write = () => {
          if (response.destroyed || sent > 100_000_000) return;
          sent += piece.length;
          response.write(piece, write);
        };
        write();
      });
      const error = await failureOf(create(origin));
      expect(error.code).toBe("INVALID_RESPONSE");
      expect(error.message).toMatch(/65536 bytes/);
      await gone;
      expect(sent).toBeLessThan(20_000_000);
    },
  );

  it.each([
    [503, "<html><body>Service Unavailable</body></html>", true],
    [500, "", true],
    [429, "slow down", true],
    [404, "{not JSON", false],
    [400, "<ErrorResponse><Error><Code>Cut", false],
  ])("HTTP status %i without a word of the service", async (status, body, retryable) => {
    const { origin } = await serving((_, response) => {
      response.writeHead(status, { "content-type": "text/html" }).end(body);
    });
    const error = await failureOf(create(origin));
    expect(error).toMatchObject({
      code: "SERVICE_ERROR",
      httpStatusCode: status,
      serviceErrorName: undefined,
      retryable,
    });
    expect(error.message).toContain(`HTTP status ${status}`);
    expectNoSecrets(error, secrets);
  });

  it("a refusal that quotes the request", async () => {
    const words = `Value '${token}' at 'token' failed; tokens such as ${token} are wrong`;
    const { origin } = await serving((_, response) => {
      response.writeHead(400).end(
        good.startsWith("<")
          ? `<ErrorResponse><Error><Code>ThrottlingException</Code><Message>${words}</Message></Error></ErrorResponse>`
          : JSON.stringify({
              __type: "com.amazonaws.x#ThrottlingException",
              code: "ThrottlingException",
              message: words,
            }),
      );
    });
    const error = await failureOf(create(origin));
    expect(error).toMatchObject({ serviceErrorName: "ThrottlingException", retryable: true });
    expect(error.message).toContain("Value '[secret]' at 'token' failed");
    expectNoSecrets(error, secrets);
  });

  it("a message without end is shown in part", async () => {
    const words = "x".repeat(50_000);
    const { origin } = await serving((_, response) => {
      response
        .writeHead(400)
        .end(
          good.startsWith("<")
            ? `<ErrorResponse><Error><Code>A</Code><Message>${words}</Message></Error></ErrorResponse>`
            : JSON.stringify({ __type: "A", code: "A", message: words }),
        );
    });
    const error = await failureOf(create(origin));
    expect(error.message).toContain("xxx");
    expect(error.message.length).toBeLessThan(1_200);
  });
});
