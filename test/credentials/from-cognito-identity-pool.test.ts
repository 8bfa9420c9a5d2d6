import {
  type FromCognitoIdentityPoolOptions,
  fromCognitoIdentityPool,
  fromWebIdentity,
} from "bedrock-fetch/credentials";
import type { SimulatorOptions } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { serveHttp } from "../helpers/http-server.ts";
import { expectNoSecrets, failureOf, refusalOf } from "../helpers/secrets.ts";
import { HOSTS } from "./partitions.ts";
import {
  deniedToGuest,
  identityPoolId,
  invoke,
  issuer,
  jwt,
  roleArn,
  simulated,
} from "./simulated.ts";

const guests: SimulatorOptions = { cognito: { pools: [{ identityPoolId, allowGuests: true }] } };
const key = `bedrock-fetch:identity:${identityPoolId}`;

/** The pool's tokens: any of this issuer. */
const members: SimulatorOptions = {
  cognito: {
    pools: [
      {
        identityPoolId,
        logins: { [issuer]: (token) => token.split(".").length === 3 },
        customRoleArns: [roleArn],
      },
    ],
  },
};

class MemoryStorage {
  readonly map = new Map<string, string>();
  getItem = (name: string): string | null => this.map.get(name) ?? null;
  setItem(name: string, value: string): void {
    this.map.set(name, value);
  }
  removeItem(name: string): void {
    this.map.delete(name);
  }
}

describe("a guest", () => {
  it("gets credentials that Bedrock knows, session token included, and confines", async () => {
    await using aws = await simulated(guests);
    const before = Date.now();
    const credentials = await fromCognitoIdentityPool({ identityPoolId, endpoint: aws.url })();

    expect(credentials.accessKeyId).toMatch(/^ASIA/);
    const lifetime = credentials.expiration!.getTime() - before;
    expect(lifetime).toBeGreaterThan(3_590_000);
    expect(lifetime).toBeLessThan(3_610_000);
    expect(aws.operations).toEqual(["GetId", "GetCredentialsForIdentity"]);
    expect(JSON.parse(aws.received[0]!.body)).toEqual({ IdentityPoolId: identityPoolId });
    expect(aws.received[0]!.headers.get("content-type")).toBe("application/x-amz-json-1.1");
    expect(aws.received.some(({ headers }) => headers.has("authorization"))).toBe(false);

    await expect(invoke(aws.url, credentials)).rejects.toThrow(deniedToGuest);
    await expect(invoke(aws.url, { ...credentials, sessionToken: undefined })).rejects.toThrow(
      expect.objectContaining({ name: "UnrecognizedClientException" }),
    );
    await expect(invoke(aws.url, { ...credentials, secretAccessKey: "another" })).rejects.toThrow(
      expect.objectContaining({ name: "InvalidSignatureException" }),
    );
  });

  it("whose credentials have expired is refused as such", async () => {
    const now = { ms: Date.now() };
    await using aws = await simulated({
      now: () => new Date(now.ms),
      cognito: { pools: [{ identityPoolId, allowGuests: true, credentialsLifetimeMs: 60_000 }] },
    });
    const credentials = await fromCognitoIdentityPool({ identityPoolId, endpoint: aws.url })();
    expect(credentials.expiration).toEqual(new Date(now.ms + 60_000));
    now.ms += 59_000;
    await expect(invoke(aws.url, credentials)).rejects.toThrow(deniedToGuest);
    now.ms += 2_000;
    await expect(invoke(aws.url, credentials)).rejects.toThrow(
      expect.objectContaining({ name: "ExpiredTokenException" }),
    );
  });

  it("keeps the identity from one renewal to the next", async () => {
    await using aws = await simulated(guests);
    const provider = fromCognitoIdentityPool({ identityPoolId, endpoint: aws.url });
    const [first, second] = [await provider(), await provider()];
    expect(first.accessKeyId).not.toBe(second.accessKeyId);
    expect(aws.operations.filter((operation) => operation === "GetId")).toHaveLength(1);
  });

  it.each([
    ["at once", () => new MemoryStorage()],
    [
      "in time",
      () => {
        const storage = new MemoryStorage();
        return {
          map: storage.map,
          getItem: async (name: string) => storage.getItem(name),
          setItem: async (name: string, value: string) => storage.setItem(name, value),
          removeItem: async (name: string) => storage.removeItem(name),
        };
      },
    ],
  ])("is remembered in a storage that answers %s", async (_, create) => {
    await using aws = await simulated(guests);
    const storage = create();
    const options = { identityPoolId, endpoint: aws.url, storage };
    await fromCognitoIdentityPool(options)();
    expect([...storage.map.keys()]).toEqual([key]);
    const remembered = storage.map.get(key);
    await fromCognitoIdentityPool(options)();
    expect(aws.operations).toEqual([
      "GetId",
      "GetCredentialsForIdentity",
      "GetCredentialsForIdentity",
    ]);
    expect(JSON.parse(aws.received[2]!.body)).toEqual({ IdentityId: remembered });
  });

  it("whom the service no longer knows is forgotten, and asked for again once", async () => {
    await using aws = await simulated(guests);
    const storage = new MemoryStorage();
    const options = { identityPoolId, endpoint: aws.url, storage };
    const provider = fromCognitoIdentityPool(options);
    await provider();
    const first = storage.map.get(key);
    aws.restart(guests);
    aws.received.length = 0;

    await provider();
    expect(aws.operations).toEqual([
      "GetCredentialsForIdentity",
      "GetId",
      "GetCredentialsForIdentity",
    ]);
    expect(storage.map.get(key)).toBeDefined();
    expect(storage.map.get(key)).not.toBe(first);

    // The pool is gone too: no second try.
    aws.restart({});
    aws.received.length = 0;
    const error = await failureOf(provider);
    expect(error.serviceErrorName).toBe("ResourceNotFoundException");
    expect(aws.operations).toEqual(["GetCredentialsForIdentity", "GetId"]);
    expect(storage.map.size).toBe(0);
  });

  it("whose identity a login has claimed becomes a new guest", async () => {
    const both: SimulatorOptions = {
      cognito: {
        pools: [{ identityPoolId, allowGuests: true, logins: { [issuer]: ["id-token-of-ann"] } }],
      },
    };
    await using aws = await simulated(both);
    const storage = new MemoryStorage();
    const guest = fromCognitoIdentityPool({ identityPoolId, endpoint: aws.url, storage });
    await guest();
    const claimed = storage.map.get(key)!;
    await fromCognitoIdentityPool({
      identityPoolId,
      endpoint: aws.url,
      identityId: claimed,
      logins: { [issuer]: "id-token-of-ann" },
    })();
    await guest();
    expect(storage.map.get(key)).not.toBe(claimed);
  });

  it.each<[string, Partial<Record<keyof Storage, unknown>>]>([
    ["throws at every touch, as in a private window", {}],
    ["is full", { getItem: () => null, removeItem: () => {} }],
    ["holds what another wrote", { getItem: () => "<script>", setItem() {}, removeItem() {} }],
    ["holds what is not text", { getItem: () => 7, setItem() {}, removeItem() {} }],
  ])("gets on with a storage that %s", async (_, behavior) => {
    const refuse = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
    const storage = { getItem: refuse, setItem: refuse, removeItem: refuse, ...behavior };
    await using aws = await simulated(guests);
    const provider = fromCognitoIdentityPool({
      identityPoolId,
      endpoint: aws.url,
      storage: storage as unknown as Storage,
    });
    await provider();
    await provider();
    expect(aws.operations).toEqual([
      "GetId",
      "GetCredentialsForIdentity",
      "GetCredentialsForIdentity",
    ]);
    aws.restart(guests);
    await expect(provider()).resolves.toBeDefined();
  });

  it("is turned away by a pool without guests, in the service's words", async () => {
    await using aws = await simulated(members);
    const error = await failureOf(fromCognitoIdentityPool({ identityPoolId, endpoint: aws.url }));
    expect(error).toMatchObject({
      name: "CredentialsProviderError",
      code: "SERVICE_ERROR",
      serviceErrorName: "NotAuthorizedException",
      httpStatusCode: 400,
      retryable: false,
      message:
        "GetId: NotAuthorizedException: Unauthenticated access is not supported for this identity pool.",
    });
  });
});

describe("a user with a login", () => {
  const ann = (token: number) => jwt({ sub: "ann", jti: token });
  const bob = jwt({ sub: "bob" });

  it("sends the token with each call, and has one identity", async () => {
    await using aws = await simulated(members);
    let calls = 0;
    const provider = fromCognitoIdentityPool({
      identityPoolId,
      endpoint: aws.url,
      logins: { [issuer]: () => ann(++calls) },
    });
    const [first] = [await provider(), await provider()];
    expect(calls).toBe(2);
    expect(aws.operations).toEqual([
      "GetId",
      "GetCredentialsForIdentity",
      "GetId",
      "GetCredentialsForIdentity",
    ]);
    const sent = aws.received.map(({ body }) => JSON.parse(body));
    expect(sent.map(({ Logins }) => Logins[issuer])).toEqual([ann(1), ann(1), ann(2), ann(2)]);
    expect(sent[1].IdentityId).toBe(sent[3].IdentityId);
    await expect(invoke(aws.url, first!)).resolves.toBeDefined();
  });

  it("who signs out and lets another sign in leaves no identity behind", async () => {
    await using aws = await simulated(members);
    let token = ann(1);
    const storage = new MemoryStorage();
    const provider = fromCognitoIdentityPool({
      identityPoolId,
      endpoint: aws.url,
      storage,
      logins: { [issuer]: async () => token },
    });
    await provider();
    token = bob;
    await expect(provider()).resolves.toBeDefined();
    expect(storage.map.size).toBe(0);
  });

  it("can name a role, and an identity", async () => {
    await using aws = await simulated(members);
    const options: FromCognitoIdentityPoolOptions = {
      identityPoolId,
      endpoint: aws.url,
      logins: { [issuer]: ann(1) },
      customRoleArn: roleArn,
    };
    await fromCognitoIdentityPool(options)();
    const { IdentityId, CustomRoleArn } = JSON.parse(aws.received[1]!.body);
    expect(CustomRoleArn).toBe(roleArn);

    aws.received.length = 0;
    await fromCognitoIdentityPool({ ...options, identityId: IdentityId })();
    expect(aws.operations).toEqual(["GetCredentialsForIdentity"]);

    // An identity that the caller names is never replaced.
    aws.restart(members);
    const error = await failureOf(fromCognitoIdentityPool({ ...options, identityId: IdentityId }));
    expect(error.serviceErrorName).toBe("ResourceNotFoundException");
  });

  it.each<[string, string, string, RegExp]>([
    ["of an unknown provider", "accounts.example", bob, /not from a supported provider/],
    ["that the provider did not issue", issuer, "forged-token-value", /Invalid login token/],
    ["that has expired", issuer, jwt({ sub: "ann", exp: 1_700_000_000 }), /Token expired: 17000/],
  ])("is refused with a token %s", async (_, provider, token, message) => {
    await using aws = await simulated(members);
    const error = await failureOf(
      fromCognitoIdentityPool({ identityPoolId, endpoint: aws.url, logins: { [provider]: token } }),
    );
    expect(error).toMatchObject({
      code: "SERVICE_ERROR",
      serviceErrorName: "NotAuthorizedException",
      message: expect.stringMatching(message),
    });
    expectNoSecrets(error, [token]);
  });

  it.each<[string, () => string | Promise<string>]>([
    ["throws", () => Promise.reject(new Error("the session has ended"))],
    ["returns nothing", () => undefined as unknown as string],
    ["returns an empty string", async () => ""],
    ["returns an object", () => ({ idToken: "secret-token" }) as unknown as string],
    ["returns a token with a line break", () => "secret-token\nsecret-token"],
  ])("whose token function %s makes no request", async (what, source) => {
    await using aws = await simulated(members);
    const error = await failureOf(
      fromCognitoIdentityPool({ identityPoolId, endpoint: aws.url, logins: { [issuer]: source } }),
    );
    expect(error.code).toBe("TOKEN_UNAVAILABLE");
    expect(error.message).toContain(issuer);
    if (what === "throws") expect(error.cause).toEqual(new Error("the session has ended"));
    expectNoSecrets(error, ["secret-token"]);
    expect(aws.received).toEqual([]);
  });
});

describe("the basic flow", () => {
  const trusting: SimulatorOptions = {
    cognito: { pools: [{ identityPoolId, allowGuests: true }] },
    sts: {
      roles: [{ roleArn, identityPoolIds: [identityPoolId], credentialsLifetimeMs: 900_000 }],
    },
  };

  it("returns credentials of the role that the pool's token opens", async () => {
    await using aws = await simulated(trusting);
    const storage = new MemoryStorage();
    const provider = fromCognitoIdentityPool({
      identityPoolId,
      endpoint: aws.url,
      storage,
      basicFlow: (webIdentityToken) =>
        fromWebIdentity({ roleArn, webIdentityToken, endpoint: aws.url }),
    });
    await expect(invoke(aws.url, await provider())).resolves.toBeDefined();
    await provider();
    expect(aws.operations.filter((operation) => !operation.startsWith("/"))).toEqual([
      "GetId",
      "GetOpenIdToken",
      "AssumeRoleWithWebIdentity",
      "GetOpenIdToken",
      "AssumeRoleWithWebIdentity",
    ]);

    aws.restart(trusting);
    aws.received.length = 0;
    await provider();
    expect(aws.operations).toEqual([
      "GetOpenIdToken",
      "GetId",
      "GetOpenIdToken",
      "AssumeRoleWithWebIdentity",
    ]);
  });

  it("is refused by a role that does not trust the pool", async () => {
    await using aws = await simulated({ ...trusting, sts: { roles: [{ roleArn }] } });
    let token = "";
    const error = await failureOf(
      fromCognitoIdentityPool({
        identityPoolId,
        endpoint: aws.url,
        basicFlow: (webIdentityToken) => {
          token = webIdentityToken;
          return fromWebIdentity({ roleArn, webIdentityToken, endpoint: aws.url });
        },
      }),
    );
    expect(error).toMatchObject({
      code: "SERVICE_ERROR",
      serviceErrorName: "AccessDenied",
      httpStatusCode: 403,
    });
    expectNoSecrets(error, [token]);
  });
});

describe("the name of Cognito's refusal", () => {
  it.each<[string, Record<string, string>, unknown]>([
    ["x-amzn-errortype", { "x-amzn-errortype": "NotAuthorizedException" }, {}],
    [
      "x-amzn-errortype with a URL",
      { "X-Amzn-ErrorType": "NotAuthorizedException:http://internal.amazon.com/coral/com.x/" },
      { message: "no" },
    ],
    ["code", {}, { code: "NotAuthorizedException" }],
    ["code, with a namespace", {}, { code: "com.amazonaws.x#NotAuthorizedException" }],
    ["__type", {}, { __type: "NotAuthorizedException" }],
    [
      "__type with a namespace and a URL",
      {},
      {
        __type: "com.amazonaws.cognito#NotAuthorizedException:http://internal.amazon.com/coral/",
      },
    ],
    [
      "the header, whatever the body says",
      { "x-amzn-errortype": "NotAuthorizedException" },
      { __type: "Other", code: "Another" },
    ],
    ["__type, beside a code that is a number", {}, { code: 400, __type: "NotAuthorizedException" }],
  ])("is read from %s, over HTTP", async (_, headers, body) => {
    const server = await serveHttp((_, response) =>
      response.writeHead(400, headers).end(JSON.stringify(body)),
    );
    try {
      const provider = fromCognitoIdentityPool({ identityPoolId, endpoint: server.origin });
      expect(await failureOf(provider)).toMatchObject({
        code: "SERVICE_ERROR",
        serviceErrorName: "NotAuthorizedException",
        message: expect.stringContaining("GetId: NotAuthorizedException: "),
      });
    } finally {
      await server.close();
    }
  });

  it("decides on a guest's identity that is refused, wherever it is", async () => {
    await using aws = await simulated(guests);
    let refused = 0;
    const provider = fromCognitoIdentityPool({
      identityPoolId,
      endpoint: aws.url,
      async fetch(url, init) {
        const isCredentials = String(new Headers(init.headers).get("x-amz-target")).endsWith(
          "GetCredentialsForIdentity",
        );
        if (!isCredentials || refused++ > 0) return fetch(url, init);
        const headers = { "x-amzn-errortype": "ResourceNotFoundException:http://x.example/" };
        return new Response("{}", { status: 400, headers });
      },
      storage: {
        getItem: () => "us-east-1:99999999-2222-4333-8444-555555555555",
        setItem() {},
        removeItem() {},
      },
    });
    await expect(provider()).resolves.toBeDefined();
    expect(aws.operations).toEqual(["GetId", "GetCredentialsForIdentity"]);
  });
});

describe("options", () => {
  it.each<[string, unknown]>([
    ["is missing", undefined],
    ["is a user pool's", "us-east-1_AbCdEfGhI"],
    ["has no region", ":11111111-2222-3333-4444-555555555555"],
    ["is an ARN", `arn:aws:cognito-identity:us-east-1:123456789012:identitypool/${identityPoolId}`],
    ["has a host in place of a region", "evil.example/:11111111-2222-3333-4444-555555555555"],
    ["has no possible region", "us_east:11111111-2222-3333-4444-555555555555"],
  ])("a pool id that %s is refused at once", async (_, id) => {
    const error = await refusalOf(() => fromCognitoIdentityPool({ identityPoolId: id as string }));
    expect(error.field).toBe("identityPoolId");
    expect(error.message).toMatch(/us-east-1/);
  });

  it.each<[Partial<FromCognitoIdentityPoolOptions>, string]>([
    [{}, "https://cognito-identity.us-east-1.amazonaws.com/"],
    [{ region: "eu-west-1" }, "https://cognito-identity.eu-west-1.amazonaws.com/"],
    [
      { identityPoolId: "cn-north-1:11111111-2222-3333-4444-555555555555" },
      "https://cognito-identity.cn-north-1.amazonaws.com.cn/",
    ],
    ...HOSTS.map(([region, dnsSuffix]): [Partial<FromCognitoIdentityPoolOptions>, string] => [
      { identityPoolId: `${region}:11111111-2222-3333-4444-555555555555` },
      `https://cognito-identity.${region}.${dnsSuffix}/`,
    ]),
    [{ endpoint: new URL("https://proxy.example/a") }, "https://proxy.example/a"],
    [{ endpoint: "https://proxy.example/cognito" }, "https://proxy.example/cognito"],
    [{ endpoint: "http://localhost:8787" }, "http://localhost:8787/"],
    [{ endpoint: "http://[::1]:8787" }, "http://[::1]:8787/"],
  ])("%j asks at %s", async (options, url) => {
    const asked: string[] = [];
    const fetch = async (input: string) => {
      asked.push(input);
      return new Response("{}", { status: 400 });
    };
    await failureOf(fromCognitoIdentityPool({ identityPoolId, fetch, ...options }));
    expect(asked).toEqual([url]);
  });

  it.each<[string, Partial<FromCognitoIdentityPoolOptions>]>([
    ["plain http to another machine", { endpoint: "http://cognito.example" }],
    [
      "plain http to a name that only begins with an address",
      { endpoint: "http://127.0.0.1.example" },
    ],
    ["a password", { endpoint: "https://user:pass-word-secret@cognito.example" }],
    ["a relative URL", { endpoint: "/cognito" }],
    ["another scheme", { endpoint: "ftp://localhost/" }],
    ["a region that would be another host", { region: "evil.example/" }],
    ["an empty region", { region: "" }],
    ["a region with a line break", { region: "us-east-1\n" }],
  ])("%s is refused at once", async (_, options) => {
    const error = await refusalOf(() => fromCognitoIdentityPool({ identityPoolId, ...options }));
    expect(error.field).toBe("region" in options ? "region" : "endpoint");
    expectNoSecrets(error, ["pass-word-secret"]);
  });

  it.each<[string, string, unknown]>([
    ["nothing at all", "options", undefined],
    ["a string", "options", "us-east-1:11111111-2222-3333-4444-555555555555"],
    ["logins that are a token", "logins", { identityPoolId, logins: "the-secret-token" }],
    ["a login that is missing", "logins", { identityPoolId, logins: { [issuer]: undefined } }],
    [
      "a login that is a session",
      "logins",
      { identityPoolId, logins: { [issuer]: { token: "the-secret-token" } } },
    ],
    [
      "a login token with a line break",
      "logins",
      { identityPoolId, logins: { [issuer]: "the-secret\n-token" } },
    ],
    ["an identity that is none", "identityId", { identityPoolId, identityId: "ann" }],
    ["something else as fetch", "fetch", { identityPoolId, fetch: "node-fetch" }],
    ["something else as basicFlow", "basicFlow", { identityPoolId, basicFlow: true }],
  ])("%s is refused at once", async (_, field, options) => {
    const error = await refusalOf(() =>
      fromCognitoIdentityPool(options as FromCognitoIdentityPoolOptions),
    );
    expect(error.field).toMatch(field);
    expectNoSecrets(error, ["the-secret-token", "the-secret"]);
  });

  it("may all be undefined", () => {
    const options: Required<FromCognitoIdentityPoolOptions> = {
      identityPoolId,
      logins: undefined,
      region: undefined,
      customRoleArn: undefined,
      identityId: undefined,
      storage: undefined,
      basicFlow: undefined,
      endpoint: undefined,
      fetch: undefined,
    };
    expect(fromCognitoIdentityPool(options)).toBeTypeOf("function");
  });

  it("take the white space off a token, and leave SAML's lines in it", async () => {
    const bodies: { Logins: Record<string, string> }[] = [];
    const saml = "arn:aws:iam::123456789012:saml-provider/work";
    const provider = fromCognitoIdentityPool({
      identityPoolId,
      logins: { [issuer]: async () => " the-token\n", [saml]: "PHNhbWw\r\n+PC9z\n" },
      async fetch(_, { body }) {
        bodies.push(JSON.parse(String(body)));
        return new Response("{}", { status: 400 });
      },
    });
    await failureOf(provider);
    expect(bodies[0]!.Logins).toEqual({ [issuer]: "the-token", [saml]: "PHNhbWw\r\n+PC9z" });
  });
});
