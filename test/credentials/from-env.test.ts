import { spawnSync } from "node:child_process";
import { type EnvironmentOptions, fromEnv } from "bedrock-fetch/credentials";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expectNoSecrets, failureOf } from "../helpers/secrets.ts";

const keys = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "the-secret-access-key" };
const pair = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "the-secret-access-key" };

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe("what is set", () => {
  it.each<[string, Record<string, unknown>, EnvironmentOptions]>([
    ["long-term keys", keys, { credentials: pair }],
    [
      "temporary keys",
      { ...keys, AWS_ACCESS_KEY_ID: "ASIAEXAMPLE", AWS_SESSION_TOKEN: "token" },
      { credentials: { ...pair, accessKeyId: "ASIAEXAMPLE", sessionToken: "token" } },
    ],
    ["an API key", { AWS_BEARER_TOKEN_BEDROCK: "bedrock-key" }, { apiKey: "bedrock-key" }],
    [
      "an API key beside keys",
      { ...keys, AWS_BEARER_TOKEN_BEDROCK: "bedrock-key" },
      { apiKey: "bedrock-key" },
    ],
    [
      "an API key beside half a pair",
      { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_BEARER_TOKEN_BEDROCK: "bedrock-key" },
      { apiKey: "bedrock-key" },
    ],
    [
      "both regions",
      { ...keys, AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "us-east-1" },
      { credentials: pair, region: "eu-west-1" },
    ],
    [
      "the default region alone",
      { ...keys, AWS_DEFAULT_REGION: "us-east-1" },
      { credentials: pair, region: "us-east-1" },
    ],
    [
      "both endpoints",
      {
        ...keys,
        AWS_ENDPOINT_URL: "https://all.example",
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME: "https://bedrock.example",
      },
      { credentials: pair, endpoint: "https://bedrock.example" },
    ],
    [
      "the general endpoint alone",
      { ...keys, AWS_ENDPOINT_URL: "https://all.example" },
      { credentials: pair, endpoint: "https://all.example" },
    ],
    [
      "empty variables, which count as absent",
      {
        ...keys,
        AWS_BEARER_TOKEN_BEDROCK: "",
        AWS_SESSION_TOKEN: "",
        AWS_REGION: "",
        AWS_DEFAULT_REGION: "us-east-1",
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME: "",
        AWS_ENDPOINT_URL: undefined,
      },
      { credentials: pair, region: "us-east-1" },
    ],
    [
      "a Worker's other bindings",
      { ...keys, BUCKET: { get() {} }, ASSETS: {} },
      { credentials: pair },
    ],
  ])("%s", (_, env, options) => {
    const found = fromEnv(env);
    expect(found).toEqual(options);
    // Spread over other options, what is absent must not take their place.
    expect(Object.keys(found).sort()).toEqual(Object.keys(options).sort());
  });
});

describe("white space around a value", () => {
  it.each([" ", "\n", "\r\n", "\t", " \r\n "])("(%j) is taken off", (space) => {
    const spaced = (values: Record<string, string>) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, `${space}${value}${space}`]),
      );
    expect(
      fromEnv(
        spaced({
          AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
          AWS_SECRET_ACCESS_KEY: "the-secret-access-key",
          AWS_SESSION_TOKEN: "token",
          AWS_REGION: "eu-west-1",
          AWS_ENDPOINT_URL: "https://all.example",
        }),
      ),
    ).toEqual({
      credentials: { ...pair, accessKeyId: "ASIAEXAMPLE", sessionToken: "token" },
      region: "eu-west-1",
      endpoint: "https://all.example",
    });
    expect(fromEnv(spaced({ AWS_BEARER_TOKEN_BEDROCK: "bedrock-key", AWS_REGION: "" }))).toEqual({
      apiKey: "bedrock-key",
    });
  });
});

describe("a secret that cannot travel in a header", () => {
  const names = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_BEARER_TOKEN_BEDROCK",
  ];
  it.each(
    names.flatMap((name) => ["\n", "\r", "\r\n", " ", "\t", "\u0000", "é"].map((c) => [name, c])),
  )("%s with %j within it is refused by name", async (name, character) => {
    const env = {
      AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "the-secret-access-key",
      AWS_SESSION_TOKEN: "the-session-token",
      [name]: `first-half${character}second-half`,
    };
    const error = await failureOf(() => fromEnv(env));
    expect(error.code).toBe("MISSING_VARIABLE");
    expect(error.message).toContain(name);
    expectNoSecrets(error, ["first-half", "second-half", "the-secret-access-key"]);
  });
});

describe("what is missing is named", () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [{}, /AWS_BEARER_TOKEN_BEDROCK.*AWS_ACCESS_KEY_ID.*AWS_SECRET_ACCESS_KEY/],
    [{ AWS_REGION: "us-east-1" }, /AWS_BEARER_TOKEN_BEDROCK/],
    [{ AWS_ACCESS_KEY_ID: "AKIAEXAMPLE" }, /AWS_SECRET_ACCESS_KEY is missing/],
    [{ ...keys, AWS_SECRET_ACCESS_KEY: "" }, /AWS_SECRET_ACCESS_KEY is missing/],
    [{ ...keys, AWS_ACCESS_KEY_ID: undefined }, /AWS_ACCESS_KEY_ID is missing/],
    [{ AWS_SESSION_TOKEN: "the-session-token" }, /AWS_ACCESS_KEY_ID is missing/],
    [{ ...keys, AWS_ACCESS_KEY_ID: "ASIAEXAMPLE" }, /AWS_SESSION_TOKEN is missing/],
    [{ ...keys, AWS_SECRET_ACCESS_KEY: { get: async () => "x" } }, /AWS_SECRET_ACCESS_KEY.*object/],
    [
      { ...keys, AWS_SESSION_TOKEN: "the-session-token" },
      /AWS_ACCESS_KEY_ID is a long-term key.*AWS_SESSION_TOKEN belongs to other keys/,
    ],
    [
      { ...keys, AWS_ACCESS_KEY_ID: " AKIAEXAMPLE\n", AWS_SESSION_TOKEN: "the-session-token" },
      /AWS_SESSION_TOKEN belongs to other keys/,
    ],
  ])("%j", async (env, message) => {
    const error = await failureOf(() => fromEnv(env));
    expect(error.code).toBe("MISSING_VARIABLE");
    expect(error.message).toMatch(message);
    expectNoSecrets(error, ["the-secret-access-key", "the-session-token"]);
  });
});

describe("the process", () => {
  it("without an argument, the process's own variables", () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "bedrock-key");
    vi.stubEnv("AWS_REGION", "eu-north-1");
    expect(fromEnv()).toMatchObject({ apiKey: "bedrock-key", region: "eu-north-1" });
  });

  it("where there is no process, an error says to pass the variables", async () => {
    vi.stubGlobal("process", undefined);
    const action = failureOf(() => fromEnv());
    vi.unstubAllGlobals();
    const error = await action;
    expect(error.code).toBe("ENVIRONMENT_UNREADABLE");
    expect(error.message).toMatch(/Worker's env or import\.meta\.env/);
  });
});

describe("in other runtimes", () => {
  const bin = (name: string) =>
    new URL(`../../node_modules/.bin/${name}`, import.meta.url).pathname;
  const source = new URL("../../src/credentials/index.ts", import.meta.url).href;
  const script = `
    import { fromEnv } from ${JSON.stringify(source)};
    try {
      console.log(JSON.stringify(fromEnv()));
    } catch (error) {
      console.log(JSON.stringify({ code: error.code, message: error.message }));
    }`;
  const run = (command: string, args: string[], env: Record<string, string>) => {
    const { stdout, stderr } = spawnSync(bin(command), args, {
      input: script,
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1", ...env },
    });
    try {
      return JSON.parse(stdout);
    } catch {
      throw new Error(`${command} printed ${stdout}${stderr}`);
    }
  };
  const env = { AWS_BEARER_TOKEN_BEDROCK: "bedrock-key", AWS_REGION: "eu-north-1" };
  const deno = (...permissions: string[]) => [
    "run",
    "--no-prompt",
    "--ext=ts",
    ...permissions,
    "-",
  ];

  it("Deno, allowed to read them", () => {
    expect(run("deno", deno("--allow-env"), env)).toEqual({
      apiKey: "bedrock-key",
      region: "eu-north-1",
    });
  });

  it("Deno, not allowed: the error names the variable and the permission", () => {
    const { code, message } = run("deno", deno(), env);
    expect(code).toBe("ENVIRONMENT_UNREADABLE");
    expect(message).toMatch(/AWS_REGION was denied.*--allow-env/);
  });

  it("Bun", () => {
    expect(run("bun", ["run", "-"], env)).toEqual({ apiKey: "bedrock-key", region: "eu-north-1" });
  });
});
