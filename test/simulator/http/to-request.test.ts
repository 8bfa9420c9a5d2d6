import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { apiKey, invocation } from "../invoke.ts";

describe("a simulator is called", () => {
  const simulator = createSimulator({ apiKeys: [apiKey] });
  const [url, init] = invocation({});
  const request = () => new Request(url, init);

  it.for<readonly [string, () => Promise<Response>]>([
    ["as fetch is, with a URL and an init", () => simulator(url, init)],
    ["as fetch is, with a URL object", () => simulator(new URL(url), init)],
    ["as fetch is, with a request", () => simulator(request())],
    ["as fetch is, with a request for an init", () => simulator(url, request())],
    [
      "as fetch is, with members that are undefined",
      () => simulator(url, { ...init, signal: undefined }),
    ],
    ["as a Worker's handler, with its environment", () => simulator(request(), { MY_KV: {} })],
    ["as Deno's handler, with its connection", () => simulator(request(), { remoteAddr: {} })],
    ["with an init that is empty", () => simulator(request(), {})],
    ["with an init that is null", () => simulator(request(), null as never)],
  ])("%s", async ([, call]) => {
    expect((await call()).status).toBe(200);
  });

  it("with a request and an init that changes it", async () => {
    const response = await simulator(request(), { headers: { authorization: "Bearer wrong" } });
    expect(response.status).toBe(403);
  });
});
