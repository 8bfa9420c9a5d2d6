import { BedrockRuntime, InvalidArgumentError } from "bedrock-fetch";
import { describe, expect, it } from "vitest";
import { loopback, respond } from "../helpers/loopback.ts";
import { haveShared, sharedJson } from "../helpers/shared.ts";

type Options = ConstructorParameters<typeof BedrockRuntime>[0];

/** The URL that a client with these options would call. */
async function urlOf(options: Options): Promise<string> {
  let called = "";
  const client = new BedrockRuntime({
    apiKey: "key",
    ...options,
    fetch: async (url) => {
      called = String(url);
      return new Response("{}", { headers: { "content-type": "application/json" } });
    },
  });
  await client.invokeModel({ modelId: "m" });
  return called;
}

interface EndpointTest {
  readonly documentation: string;
  readonly params?: {
    readonly Region?: string;
    readonly UseFIPS?: boolean;
    readonly UseDualStack?: boolean;
    readonly Endpoint?: string;
  };
  readonly expect: { readonly endpoint?: { readonly url: string }; readonly error?: string };
}

const cases = haveShared
  ? sharedJson<{ testCases: EndpointTest[] }>("reference/bedrock-runtime-endpoint-tests.json")
      .testCases
  : [];

describe.skipIf(!haveShared)("AWS's endpoint tests", () => {
  it("are all here", () => {
    expect(cases).toHaveLength(21);
  });

  it.each(cases.map((test) => [test.documentation, test] as const))("%s", async (_, test) => {
    const { Region, UseFIPS, UseDualStack, Endpoint } = test.params ?? {};
    const url = urlOf({
      region: Region,
      useFipsEndpoint: UseFIPS,
      useDualstackEndpoint: UseDualStack,
      endpoint: Endpoint,
    });
    if (test.expect.error !== undefined) {
      await expect(url).rejects.toBeInstanceOf(InvalidArgumentError);
      await expect(url).rejects.toThrow(test.expect.error);
    } else {
      expect(await url).toBe(`${test.expect.endpoint!.url}/model/m/invoke`);
    }
  });
});

describe("the partitions that AWS's tests leave out", () => {
  it.each([
    ["eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu"],
    ["eu-isoe-west-1", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"],
    ["us-isof-south-1", "csp.hci.ic.gov", "api.aws.hci.ic.gov"],
    ["us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov"],
    ["us-isob-east-1", "sc2s.sgov.gov", "api.aws.scloud"],
    // A region that did not exist when this was written.
    ["mars-north-9", "amazonaws.com", "api.aws"],
  ])("%s", async (region, suffix, dualstackSuffix) => {
    const path = "/model/m/invoke";
    expect(await urlOf({ region })).toBe(`https://bedrock-runtime.${region}.${suffix}${path}`);
    expect(await urlOf({ region, useDualstackEndpoint: true })).toBe(
      `https://bedrock-runtime.${region}.${dualstackSuffix}${path}`,
    );
    expect(await urlOf({ region, useFipsEndpoint: true })).toBe(
      `https://bedrock-runtime-fips.${region}.${suffix}${path}`,
    );
  });
});

describe("a region", () => {
  it.each([
    "us-east-1.evil.example/",
    "us-east-1.evil.example",
    "evil.example#",
    "us east 1",
    "us-east-1@evil.example",
    "us-east-1:8080",
    "",
    "-us",
    "us-",
    "ü",
    "us-east-1\n",
    "a".repeat(64),
    // What newcomers write, which has no host either.
    "us-east1",
    "us-east",
    "US-EAST-1",
    "us-east-1a",
    "eu_west_1",
    "useast1",
    "Virginia",
    "global",
    "us-east-1-",
    "us--east-1",
  ])("%j, which is not one, is refused", async (region) => {
    const url = urlOf({ region });
    await expect(url).rejects.toBeInstanceOf(InvalidArgumentError);
    await expect(url).rejects.toMatchObject({ field: "region", code: "INVALID_ARGUMENT" });
  });
});

describe("a custom endpoint", () => {
  it.each(["local", "us-east-1a", "EU", "my_region", "1"])(
    "has regions of its own, such as %j, which requests are signed for",
    async (region) => {
      const { client, server } = await loopback((_, r) => respond(r, 200, "{}"), { region });
      await client.invokeModel({ modelId: "m" });
      expect(server.received[0]!.headers.authorization).toContain(`/${region}/bedrock/`);
    },
  );

  it.each(["", "us east", "a/b", "us-east-1\n", "ü", undefined])(
    "cannot have %j for a region, which a signature cannot hold",
    async (region) => {
      const making = loopback((_, r) => respond(r, 200, "{}"), { region });
      await expect(making).rejects.toMatchObject({ field: "region", code: "INVALID_ARGUMENT" });
    },
  );

  it.each([
    ["https://gateway.example", "https://gateway.example"],
    ["https://gateway.example/", "https://gateway.example"],
    ["https://gateway.example/bedrock/v1", "https://gateway.example/bedrock/v1"],
    ["https://gateway.example/bedrock/v1/", "https://gateway.example/bedrock/v1"],
    ["https://gateway.example:8443/a%20b", "https://gateway.example:8443/a%20b"],
    [new URL("https://gateway.example/x"), "https://gateway.example/x"],
    // The prefix that AWS's VPC endpoints and proxies in the field use.
    ["https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com", undefined],
  ])("%s keeps its path as a prefix", async (endpoint, prefix) => {
    expect(await urlOf({ region: "us-east-1", endpoint })).toBe(
      `${prefix ?? endpoint}/model/m/invoke`,
    );
  });

  it.each([
    "not a url",
    "gateway.example",
    "ftp://gateway.example",
    "https://user:secret@gateway.example",
    "https://gateway.example/?a=b",
    "https://gateway.example/#x",
  ])("%s is refused", async (endpoint) => {
    await expect(urlOf({ region: "us-east-1", endpoint })).rejects.toMatchObject({
      field: "endpoint",
      message: expect.not.stringContaining("secret"),
    });
  });
});
