import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { apiKey, invoke, refusalOf } from "../invoke.ts";

const simulator = createSimulator({ apiKeys: [apiKey] });

const preflight = (headers: string) =>
  simulator("https://bedrock-runtime.us-east-1.amazonaws.com/model/x/invoke", {
    method: "OPTIONS",
    headers: {
      origin: "http://localhost:5173",
      "access-control-request-method": "POST",
      "access-control-request-headers": headers,
    },
  });

describe("the simulator for pages", () => {
  it("a preflight, which carries no credentials, is allowed what AWS's clients send", async () => {
    const asked = [
      "amz-sdk-invocation-id",
      "amz-sdk-request",
      "authorization",
      "content-type",
      "x-amz-content-sha256",
      "x-amz-date",
      "x-amz-security-token",
      "x-amz-target",
      "x-amzn-bedrock-accept",
      "x-amzn-bedrock-request-metadata",
      "x-simulator-fault",
    ].join(", ");
    const response = await preflight(asked);
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-methods")).toContain("POST");
    expect(response.headers.get("access-control-allow-headers")).toBe(asked);
  });

  it("headers that AWS would not know are not allowed", async () => {
    const response = await preflight("x-my-own,authorization");
    expect(response.headers.get("access-control-allow-headers")).toBe("authorization");
  });

  it("every answer may be read by any page, refusals too; its headers are hidden", async () => {
    for (const response of [
      await invoke(simulator),
      await invoke(simulator, { stream: true }),
      await invoke(simulator, { modelId: "nothing" }),
    ]) {
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      expect(response.headers.has("access-control-expose-headers")).toBe(false);
      await response.body?.cancel();
    }
  });

  it("headers are shown to pages when the simulator is told to", async () => {
    const open = createSimulator({ apiKeys: [apiKey], exposeHeaders: true });
    const exposed = (response: Response) =>
      response.headers.get("access-control-expose-headers")?.split(", ");
    const response = await invoke(open, { headers: { "x-amzn-bedrock-service-tier": "flex" } });
    expect(exposed(response)).toEqual(
      expect.arrayContaining([
        "x-amzn-requestid",
        "x-amzn-bedrock-input-token-count",
        "x-amzn-bedrock-service-tier",
        "date",
      ]),
    );
    expect(exposed(await invoke(open, { modelId: "nothing" }))).toContain("x-amzn-errortype");

    const some = createSimulator({ apiKeys: [apiKey], exposeHeaders: ["x-amzn-RequestId"] });
    expect(exposed(await invoke(some))).toEqual(["x-amzn-RequestId"]);
  });

  it("every answer has a request id and a date", async () => {
    const at = createSimulator({ apiKeys: [apiKey], now: () => new Date("2026-06-01T12:00:00Z") });
    const [first, second] = [await invoke(at), await invoke(at, { modelId: "nothing" })];
    for (const response of [first, second]) {
      expect(response.headers.get("date")).toBe("Mon, 01 Jun 2026 12:00:00 GMT");
      expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(first.headers.get("x-amzn-requestid")).not.toBe(second.headers.get("x-amzn-requestid"));
    expect((await refusalOf(second)).name).toBe("ValidationException");
  });
});
