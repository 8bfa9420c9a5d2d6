import { getToken } from "@aws/bedrock-token-generator";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { invoke, refusalOf } from "../invoke.ts";

const now = new Date("2026-06-01T12:00:00Z");
const HOUR_MS = 3_600_000;

beforeEach(() => void vi.useFakeTimers({ now, toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

const keyFor = (options: Partial<Parameters<typeof getToken>[0]> = {}): Promise<string> =>
  getToken({ credentials: simulatorCredentials, region: "us-east-1", ...options });

const ask = (apiKey: string, simulator = createSimulator()) =>
  invoke(simulator, { headers: { authorization: `Bearer ${apiKey}` } });

const edited = (apiKey: string, edit: (text: string) => string): string => {
  const prefix = "bedrock-api-key-";
  return `${prefix}${btoa(edit(atob(apiKey.slice(prefix.length))))}`;
};

const invalid = {
  status: 403,
  name: "AccessDeniedException",
  message: "Authentication failed: Please make sure your API Key is valid.",
};

describe("a short-term API key by AWS's own generator", () => {
  it("is let in, and its signer is the identity in the log", async () => {
    const simulator = createSimulator();
    expect((await ask(await keyFor(), simulator)).status).toBe(200);
    expect(simulator.invocationLog[0]!.identity).toBe(simulatorCredentials.accessKeyId);
  });

  it("holds for as long as it says, and not a second longer", async () => {
    const key = await keyFor({ expiresInSeconds: 600 });
    vi.setSystemTime(now.getTime() + 599_000);
    expect((await ask(key)).status).toBe(200);
    vi.setSystemTime(now.getTime() + 600_000);
    expect(await refusalOf(await ask(key))).toMatchObject({
      status: 403,
      name: "AccessDeniedException",
      message: "Bearer Token has expired",
    });
  });

  it("holds for no longer than the credentials that signed it", async () => {
    const credentials = { ...simulatorCredentials, expiration: new Date(now.getTime() + HOUR_MS) };
    const simulator = createSimulator({ credentials });
    const key = await keyFor();
    expect((await ask(key, simulator)).status).toBe(200);
    vi.setSystemTime(now.getTime() + HOUR_MS);
    expect((await ask(key, simulator)).status).toBe(403);
  });

  it.for<readonly [string, () => Promise<string>]>([
    ["for another region", () => keyFor({ region: "eu-west-1" })],
    [
      "of a wrong secret",
      () => keyFor({ credentials: { ...simulatorCredentials, secretAccessKey: "wrong" } }),
    ],
    [
      "without the session token",
      () => keyFor({ credentials: { ...simulatorCredentials, sessionToken: undefined as never } }),
    ],
    [
      "of somebody unknown",
      () => keyFor({ credentials: { accessKeyId: "AKIAUNKNOWN", secretAccessKey: "secret" } }),
    ],
    [
      "whose time was stretched",
      async () =>
        edited(await keyFor({ expiresInSeconds: 600 }), (text) =>
          text.replace("Expires=600", "Expires=900"),
        ),
    ],
    [
      "for another action",
      async () => edited(await keyFor(), (text) => text.replace("CallWithBearerToken", "ListAll")),
    ],
    [
      "for another host",
      async () => edited(await keyFor(), (text) => text.replace("bedrock.amazonaws", "example")),
    ],
    [
      "without a version",
      async () => edited(await keyFor(), (text) => text.replace("&Version=1", "")),
    ],
    ["that is not base64", async () => "bedrock-api-key-!!!"],
    ["that is empty", async () => "bedrock-api-key-"],
    ["of random text", async () => `bedrock-api-key-${btoa("what is this")}`],
  ])("is refused %s", async ([, make]) => {
    expect(await refusalOf(await ask(await make()))).toMatchObject(invalid);
  });

  it("is refused if it was signed in the future", async () => {
    vi.setSystemTime(now.getTime() + HOUR_MS);
    const key = await keyFor();
    vi.setSystemTime(now);
    expect(await refusalOf(await ask(key))).toMatchObject(invalid);
  });
});
