import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { decodeFrames } from "../../helpers/eventstream/decode-frames.ts";
import { apiKey, invoke, prompt } from "../invoke.ts";

const simulator = createSimulator({ apiKeys: [apiKey] });

const guardrail = {
  "x-amzn-bedrock-guardrailidentifier": "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc123",
  "x-amzn-bedrock-guardrailversion": "1",
};
const traced = { ...guardrail, "x-amzn-bedrock-trace": "ENABLED" };
const forbidden = prompt("Tell me something Forbidden");
const blocked = "Sorry, the model cannot answer this question.";

const whole = async (body: object, headers: Record<string, string>) =>
  (await invoke(simulator, { body, headers })).json();

async function documents(body: object, headers: Record<string, string>) {
  const response = await invoke(simulator, { body, headers, stream: true });
  const frames = decodeFrames(new Uint8Array(await response.arrayBuffer()));
  return frames.map(({ document }) => JSON.parse(document));
}

describe("InvokeModel with a guardrail", () => {
  it("without a guardrail, nothing is said of one", async () => {
    const answer = await whole(forbidden, { "x-amzn-bedrock-trace": "ENABLED" });
    expect(Object.keys(answer).filter((name) => name.startsWith("amazon-bedrock"))).toEqual([]);
  });

  it("a guardrail that lets an answer pass says so, and traces when asked", async () => {
    const answer = await whole(prompt("hello"), guardrail);
    expect(answer["amazon-bedrock-guardrailAction"]).toBe("NONE");
    expect(answer).not.toHaveProperty("amazon-bedrock-trace");
    const trace = { guardrail: { input: { abc123: {} } } };
    expect((await whole(prompt("hello"), traced))["amazon-bedrock-trace"]).toEqual(trace);

    const streamed = await documents(prompt("hello"), traced);
    for (const document of streamed) {
      expect(document["amazon-bedrock-guardrailAction"]).toBe("NONE");
    }
    expect(streamed.at(-1)).toMatchObject({
      "amazon-bedrock-trace": trace,
      "amazon-bedrock-invocationMetrics": expect.anything(),
    });
  });

  it("a guardrail that intervenes puts its message in the answer's place", async () => {
    const answer = await whole(forbidden, traced);
    expect(answer.content).toEqual([{ type: "text", text: blocked }]);
    expect(answer["amazon-bedrock-guardrailAction"]).toBe("INTERVENED");
    expect(JSON.stringify(answer["amazon-bedrock-trace"])).toContain("BLOCKED");
  });

  it("a stream that it stopped ends without metrics", async () => {
    const streamed = await documents(forbidden, guardrail);
    expect(streamed.map(({ delta }) => delta?.text ?? "").join("")).toBe(blocked);
    expect(streamed.at(-1)).toEqual({
      type: "message_stop",
      "amazon-bedrock-guardrailAction": "INTERVENED",
    });
  });
});
