import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { haveShared, sharedJson } from "../../helpers/shared.ts";
import { apiKey, type Invocation, invoke, prompt, refusalOf } from "../invoke.ts";

const simulator = createSimulator({ apiKeys: [apiKey] });

const refusal = async (options: Invocation) => {
  const { status, name, message } = await refusalOf(await invoke(simulator, options));
  expect({ status, name }).toEqual({ status: 400, name: "ValidationException" });
  return message;
};

const accepted = async (options: Invocation) =>
  expect((await invoke(simulator, options)).status).toBe(200);

describe.each([false, true])("a request is refused (streaming: %s) for", (stream) => {
  it.for([
    ["x-amzn-bedrock-trace", "trace", "enabled", "[ENABLED, DISABLED, ENABLED_FULL]"],
    [
      "x-amzn-bedrock-performanceconfig-latency",
      "performanceConfigLatency",
      "fast",
      "[standard, optimized]",
    ],
    ["x-amzn-bedrock-service-tier", "serviceTier", "gold", "[priority, default, flex, reserved]"],
  ] as const)("%s: %s '%s'", async ([header, member, value, values]) => {
    expect(await refusal({ stream, headers: { [header]: value } })).toBe(
      `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy enum value set: ${values}`,
    );
  });

  it("several members at once", async () => {
    const headers = { "x-amzn-bedrock-trace": "x", "x-amzn-bedrock-service-tier": "y" };
    expect(await refusal({ stream, headers })).toMatch(
      /^2 validation errors detected: Value 'x' at 'trace' .*; Value 'y' at 'serviceTier' /,
    );
  });

  it("a model id out of its pattern", async () => {
    expect(await refusal({ stream, modelId: "no model!" })).toContain(
      "Value 'no model!' at 'modelId' failed to satisfy constraint: Member must satisfy regular expression pattern",
    );
  });

  it("a model id that was encoded twice", async () => {
    const modelId = encodeURIComponent("anthropic.claude-v2:1");
    expect(await refusal({ stream, modelId })).toContain(
      "Value 'anthropic.claude-v2%3A1' at 'modelId'",
    );
  });

  it("a model id that is too long", async () => {
    expect(await refusal({ stream, modelId: "a".repeat(2049) })).toContain(
      "at 'modelId' failed to satisfy constraint: Member must have length less than or equal to 2048",
    );
  });

  it("a guardrail's identifier and version out of their patterns", async () => {
    const headers = {
      "x-amzn-bedrock-guardrailidentifier": "Not_An_Id",
      "x-amzn-bedrock-guardrailversion": "0",
    };
    const message = await refusal({ stream, headers });
    expect(message).toContain("Value 'Not_An_Id' at 'guardrailIdentifier'");
    expect(message).toContain("Value '0' at 'guardrailVersion'");
  });

  it("a guardrail's identifier that is too long", async () => {
    const headers = { "x-amzn-bedrock-guardrailidentifier": "a".repeat(2049) };
    expect(await refusal({ stream, headers })).toContain("less than or equal to 2048");
  });

  it("request metadata that is too long, without repeating it", async () => {
    const metadata = JSON.stringify({ secret: "s".repeat(8500) });
    expect(
      await refusal({ stream, headers: { "x-amzn-bedrock-request-metadata": metadata } }),
    ).toBe(
      "1 validation error detected: Value at 'requestMetadata' failed to satisfy constraint: Member must have length less than or equal to 8500",
    );
  });

  it.for(["team", "[1]", '"text"', "null", "{"])("request metadata %s", async (metadata) => {
    const headers = { "x-amzn-bedrock-request-metadata": metadata };
    expect(await refusal({ stream, headers })).toContain("must be a JSON object");
  });

  it.for(["text/plain;charset=UTF-8", "application/xml"])("the type %s", async (type) => {
    expect(await refusal({ stream, headers: { "content-type": type } })).toContain(`'${type}'`);
  });

  it("an accept type that no model here answers", async () => {
    const header = stream ? "x-amzn-bedrock-accept" : "accept";
    expect(await refusal({ stream, headers: { [header]: "image/png" } })).toContain("'image/png'");
  });

  it.for(["", "{", "[]", "7", '{"anthropic_version":', "\u{0}"])("the body %j", async (body) => {
    expect(await refusal({ stream, body })).toContain("Malformed input request");
  });

  it.for(["anthropic_version", "messages", "max_tokens"])("a body without %s", async (name) => {
    expect(await refusal({ stream, body: prompt("hello", { [name]: undefined }) })).toBe(
      `Malformed input request: #: required key [${name}] not found, please reformat your input and try again.`,
    );
  });

  it.for([0, -1, 1.5, "10"])("max_tokens %j", async (max_tokens) => {
    expect(await refusal({ stream, body: prompt("hello", { max_tokens }) })).toContain(
      "#/max_tokens:",
    );
  });

  it.for(["does-not-exist", "anthropic.clod-v1", "us.nobody.model-v1:0"])(
    "the model %s",
    async (modelId) => {
      expect(await refusal({ stream, modelId })).toBe("The provided model identifier is invalid.");
    },
  );

  it("a body of more than 25,000,000 bytes", async () => {
    const body = "x".repeat(25_000_001);
    expect(await refusal({ stream, body })).toBe(
      "1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to 25000000",
    );
  });

  describe("a guardrail's misuse:", () => {
    const headers = {
      "x-amzn-bedrock-guardrailidentifier": "abc",
      "x-amzn-bedrock-guardrailversion": "DRAFT",
    };

    it("its configuration in the body, but no identifier", async () => {
      const body = prompt("hello", { "amazon-bedrock-guardrailConfig": { tagSuffix: "x" } });
      expect(await refusal({ stream, body })).toContain("guardrailIdentifier must be provided");
      await accepted({ stream, body, headers });
    });

    it("another content type than JSON", async () => {
      expect(
        await refusal({ stream, headers: { ...headers, "content-type": "text/plain" } }),
      ).toContain("guardrail");
    });

    it("an identifier without a version", async () => {
      const { "x-amzn-bedrock-guardrailversion": _, ...rest } = headers;
      expect(await refusal({ stream, headers: rest })).toContain(
        "guardrailVersion must be provided",
      );
    });
  });
});

describe("a request is let in with", () => {
  it.for([
    { "x-amzn-bedrock-trace": "ENABLED_FULL" },
    { "x-amzn-bedrock-service-tier": "reserved" },
    { "x-amzn-bedrock-request-metadata": JSON.stringify({ team: "web" }) },
    { "x-amzn-bedrock-request-metadata": `{"a":"${"a".repeat(8500 - 8)}"}` },
    { "content-type": "application/json; charset=utf-8" },
    { accept: "application/json, text/plain;q=0.5" },
    { accept: "*/*" },
    {
      "x-amzn-bedrock-guardrailidentifier":
        "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc123",
      "x-amzn-bedrock-guardrailversion": "12345678",
    },
  ] as Record<string, string>[])("%j", (headers) => accepted({ headers }));

  it.for([
    "anthropic.claude-v2",
    "anthropic.claude-v2:1",
    "us.anthropic.claude-3-5-sonnet-20240620-v1:0",
    "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2",
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-3-5-sonnet-20240620-v1:0",
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456",
    "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc123def456",
    "arn:aws:bedrock:us-east-1:123456789012:imported-model/abc123def456",
    "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:custom-model/anthropic.claude-3/abc123def456",
  ])("the model id %s", (modelId) => accepted({ modelId }));

  it("exactly 25,000,000 bytes", () => {
    const empty = JSON.stringify(prompt(""));
    return accepted({ body: JSON.stringify(prompt("x".repeat(25_000_000 - empty.length))) });
  });

  it("nothing but a bearer token and a body", async () => {
    const [url, init] = [
      "https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-v2/invoke",
      { method: "POST", headers: { authorization: `Bearer ${apiKey}` } },
    ];
    const body = new TextEncoder().encode(JSON.stringify(prompt("hello")));
    expect((await simulator(url, { ...init, body })).status).toBe(200);
  });
});

describe("a path that names no operation", () => {
  it.for([
    ["POST", "/"],
    ["POST", "/model/anthropic.claude-v2"],
    ["POST", "/model/anthropic.claude-v2/converse-later"],
    ["POST", "/model/arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2/invoke"],
    ["GET", "/model/anthropic.claude-v2/invoke"],
    ["POST", "/model/%E0%A4%A/invoke"],
  ] as const)(
    "%s %s is refused by name, and by AWS's 200 where a fault asks for it",
    async ([method, path]) => {
      const url = `https://bedrock-runtime.us-east-1.amazonaws.com${path}`;
      expect(await refusalOf(await simulator(url, { method }))).toEqual({
        status: 404,
        name: "UnknownOperationException",
        message: `The simulator has no operation ${method} ${new URL(url).pathname}.`,
      });
      const headers = { "x-simulator-fault": "unknown-operation" };
      const response = await simulator(url, { method, headers });
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        Output: { __type: "com.amazon.coral.service#UnknownOperationException" },
        Version: "1.0",
      });
    },
  );
});

interface Shape {
  readonly pattern?: string;
  readonly max?: number;
  readonly enum?: readonly string[];
}

describe("the simulator", () => {
  it.skipIf(!haveShared)("has the constraints of the service model", async () => {
    const { shapes } = sharedJson<{ shapes: Record<string, Shape> }>(
      "reference/bedrock-runtime.json",
    );
    const message = async (header: string, value: string) =>
      refusal({ headers: { [header]: value } });
    expect(await refusal({ modelId: "!" })).toContain(shapes.InvokeModelIdentifier!.pattern);
    expect(await message("x-amzn-bedrock-guardrailidentifier", "!")).toContain(
      shapes.GuardrailIdentifier!.pattern,
    );
    expect(await message("x-amzn-bedrock-guardrailversion", "!")).toContain(
      shapes.GuardrailVersion!.pattern,
    );
    expect(await message("x-amzn-bedrock-trace", "!")).toContain(shapes.Trace!.enum!.join(", "));
    expect(await message("x-amzn-bedrock-service-tier", "!")).toContain(
      shapes.ServiceTierType!.enum!.join(", "),
    );
    expect(await message("x-amzn-bedrock-performanceconfig-latency", "!")).toContain(
      shapes.PerformanceConfigLatency!.enum!.join(", "),
    );
  });
});
