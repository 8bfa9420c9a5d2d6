import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import {
  type Credentials,
  type CredentialsProviderError,
  type Fetch,
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
  vi.useRealTimers();
  vi.unstubAllGlobals();
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
  {
    create(origin: string, fetch?: Fetch): () => Promise<Credentials>;
    good: string;
    members: Record<string, unknown>;
  }
> = {
  fromCognitoIdentityPool: {
    create: (origin, fetch) =>
      fromCognitoIdentityPool({
        identityPoolId,
        identityId: "us-east-1:99999999-2222-4333-8444-555555555555",
        endpoint: origin,
        logins: { [issuer]: token },
        fetch,
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
    create: (origin, fetch) =>
      fromWebIdentity({ roleArn, webIdentityToken: token, endpoint: origin, fetch }),
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
    create: (origin, fetch) =>
      fromContainer(
        {
          AWS_CONTAINER_CREDENTIALS_FULL_URI: origin,
          AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
        },
        { fetch },
      ),
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

/** Fails when the time limit passes, and not before. Needs fake timers. */
async function expectTimeout(failure: Promise<CredentialsProviderError>): Promise<void> {
  let over = false;
  void failure.then(() => {
    over = true;
  });
  await vi.advanceTimersByTimeAsync(9_999);
  expect(over).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  const error = await failure;
  expect(error).toMatchObject({ code: "TIMEOUT", retryable: true });
  expect(error.message).toMatch(/10 s/);
  expectNoSecrets(error, secrets);
}

/** As in runtimes of before 2022: a flag and an event. */
class OldAbortSignal extends EventTarget {
  aborted = false;
}

class OldAbortController {
  readonly signal = new OldAbortSignal();
  abort(): void {
    this.signal.aborted = true;
    this.signal.dispatchEvent(new Event("abort"));
  }
}

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
    expect(error.message).toMatch(/missing|returned no|valid Date/);
    expectNoSecrets(error, secrets);
  });

  // XML has text alone.
  const notText: [what: string, body: string][] = good.startsWith("<")
    ? []
    : [["with credentials that are not text", good.replace(/"?ASIAEXAMPLE"?/, "{}")]];

  it.each<[what: string, body: string]>([
    ["empty", ""],
    ["HTML", "<!doctype html><title>Sign in to the network</title>"],
    ["of another kind", `["${sessionToken}"]`],
    ["null", "null"],
    ["cut off", good.slice(0, -30)],
    ["with a time that is none", good.replace(/1900000000|2030-01-01T00:00:00Z/, '"soon"')],
    ...notText,
    ["with an empty secret", good.replace(secretKey, "")],
  ])("an answer that is %s", async (_, body) => {
    const { origin } = await serving((_, response) => response.end(body));
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
    expect(error.message).toMatch(/fetch failed.*ECONNREFUSED/);
    expect(error.message).toContain(` at ${server.origin} could not be reached`);
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
  ])("a service that falls silent %s fails after ten seconds", async (_, begin) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let asked: (value: unknown) => void = () => {};
    const came = new Promise((resolve) => {
      asked = resolve;
    });
    const { origin } = await serving((_, response) => asked(begin(response)));
    const failure = failureOf(create(origin));
    await came;
    await expectTimeout(failure);
  });

  const never = new Promise<never>(() => {});
  it.each<[string, () => Promise<Response>]>([
    ["never answers", () => never],
    ["answers with a body that never ends", async () => new Response(new ReadableStream())],
    [
      "answers with a body that does not let go",
      async () => new Response(new ReadableStream({ pull: () => never, cancel: () => never })),
    ],
    [
      "answers with text that never comes",
      async () => ({ status: 200, headers: new Headers(), body: null, text: () => never }) as never,
    ],
  ])("a fetch that ignores its signal and %s fails after ten seconds", async (_, fetch) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await expectTimeout(failureOf(create("https://service.example", fetch)));
    expect(vi.getTimerCount()).toBe(0);
  });

  it("an answer that comes too late is let go", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let answer: (response: Response) => void = () => {};
    const answered = new Promise<Response>((resolve) => {
      answer = resolve;
    });
    await expectTimeout(failureOf(create("https://service.example", () => answered)));
    const canceled = new Promise((resolve) => {
      answer(new Response(new ReadableStream({ cancel: resolve })));
    });
    await canceled;
  });

  it("works where AbortSignal has neither timeout nor reason nor throwIfAborted", async () => {
    vi.stubGlobal("AbortController", OldAbortController);
    vi.stubGlobal("AbortSignal", OldAbortSignal);
    const signals: unknown[] = [];
    const fetch = async (_: string, { signal }: RequestInit) => {
      signals.push(signal);
      return new Response(good);
    };
    const credentials = await create("https://service.example", fetch)();
    expect(credentials.secretAccessKey).toBe(secretKey);
    expect(signals[0]).toBeInstanceOf(OldAbortSignal);

    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await expectTimeout(failureOf(create("https://service.example", () => never)));
  });

  it("says what is missing where there is no fetch, as in jest's jsdom", async () => {
    vi.stubGlobal("fetch", undefined);
    await expect(create("https://service.example")()).rejects.toThrow(
      expect.objectContaining({
        code: "UNSUPPORTED_RUNTIME",
        missing: "fetch",
        message: expect.stringMatching(/option fetch/),
      }),
    );
  });

  it.each<[string, (bytes: Uint8Array) => unknown]>([
    ["no body at all", (bytes) => ({ text: async () => new TextDecoder().decode(bytes) })],
    ["a null body", (bytes) => ({ body: null, text: async () => new TextDecoder().decode(bytes) })],
    ["a null body and no text()", (bytes) => ({ body: null, arrayBuffer: async () => bytes })],
    [
      "a Node stream as its body",
      (bytes) => ({ body: Readable.from([bytes]), text: async () => `${Buffer.from(bytes)}` }),
    ],
    [
      "chunks that are ArrayBuffers",
      (bytes) => ({
        body: new ReadableStream({
          start(controller) {
            controller.enqueue(bytes.slice().buffer);
            controller.close();
          },
        }),
      }),
    ],
  ])("reads a response with %s", async (_, response) => {
    const fetch = async () =>
      ({
        status: 200,
        headers: new Headers(),
        ...(response(new TextEncoder().encode(good)) as object),
      }) as Response;
    const credentials = await create("https://service.example", fetch)();
    expect(credentials.secretAccessKey).toBe(secretKey);
  });

  it("an endless text without a body is refused", async () => {
    const text = async () => " ".repeat(65_537);
    const fetch = async () => ({ status: 200, headers: new Headers(), text }) as Response;
    const error = await failureOf(create("https://service.example", fetch));
    expect(error).toMatchObject({
      code: "INVALID_RESPONSE",
      message: expect.stringMatching(/65536 bytes/),
    });
  });

  it.each(["\n", "\r", "\r\n ", " ", "\u0000", "é"])(
    "credentials with %j within them are refused, and not shown",
    async (wrong) => {
      for (const [secret, member] of [
        [secretKey, "secretAccessKey"],
        [sessionToken, "sessionToken"],
        ["ASIAEXAMPLE", "accessKeyId"],
      ] as const) {
        const broken = `${secret.slice(0, 8)}${wrong}${secret.slice(8)}`;
        const written = good.startsWith("<")
          ? broken.replace("\u0000", "&#1;")
          : JSON.stringify(broken).slice(1, -1);
        const fetch = async () => new Response(good.replace(secret, written));
        const error = await failureOf(create("https://service.example", fetch));
        expect(error.code).toBe("INVALID_RESPONSE");
        expect(error.message).toContain(member);
        expectNoSecrets(error, [broken, secret.slice(0, 8), secret.slice(8)]);
      }
    },
  );

  it("white space around credentials is taken off", async () => {
    let spaced = good;
    for (const secret of ["ASIAEXAMPLE", secretKey, sessionToken, "2030-01-01T00:00:00Z"]) {
      const space = good.startsWith("<") ? "\n    " : "\\n ";
      spaced = spaced.replace(secret, `${space}${secret}${space}`);
    }
    expect(spaced).not.toBe(good);
    const credentials = await create("https://service.example", async () => new Response(spaced))();
    expect(credentials).toMatchObject({
      accessKeyId: "ASIAEXAMPLE",
      secretAccessKey: secretKey,
      sessionToken,
    });
    expect(credentials.expiration!.getTime()).toBeGreaterThan(1.89e12);
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
