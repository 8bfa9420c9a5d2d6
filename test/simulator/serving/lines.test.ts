import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { serve } from "../../../src/simulator/node/index.ts";
import { signedRequest } from "../auth/signed-request.ts";

describe("a header of several lines, over Node's HTTP", () => {
  it.for([
    ["b, c,a", ["b, c", "a"], 200],
    ["b, c, a", ["b, c", "a"], 403],
    ["b,a", ["b, a"], 403],
  ] as const)("signed as '%s' and sent as %j: %i", async ([signed, sent, expected]) => {
    const server = await serve(createSimulator());
    const target = `${server.url}/model/${encodeURIComponent("amazon.nova-micro-v1:0")}/converse`;
    const body = JSON.stringify({ messages: [{ role: "user", content: [{ text: "Hello" }] }] });
    const { headers } = await signedRequest(target, body, { headers: { "x-amz-lines": signed } });
    const outgoing = httpRequest(target, {
      method: "POST",
      headers: { ...Object.fromEntries(headers), "x-amz-lines": [...sent] },
    });
    outgoing.end(body);
    const [incoming] = await once(outgoing, "response");
    expect(incoming.statusCode).toBe(expected);
    await server.close();
  });
});
