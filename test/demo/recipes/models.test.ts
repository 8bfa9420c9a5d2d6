import { describe, expect, it } from "vitest";
import { askGuarded, checkText } from "../../../demo/recipes/guardrails.ts";
import { describe as describeImage, draw } from "../../../demo/recipes/images.ts";
import { askManual, askManualByConverse } from "../../../demo/recipes/prompt-caching.ts";
import { readContact, readContactByConverse } from "../../../demo/recipes/structured-output.ts";
import { recorded } from "./recorded.ts";

describe("the recipe for structured output", () => {
  it("returns an object that fits the schema, by InvokeModel", async () => {
    const { bedrock, sent } = recorded();
    const contact = await readContact(bedrock, "Yours, Ada of Analytical Engines");

    expect(contact).toEqual({
      name: "Ada",
      company: "Ada",
      urgent: true,
    });
    expect(sent).toMatchObject([{ tool_choice: { type: "tool", name: "contact" } }]);
  });

  it("says so when the model was cut short", async () => {
    const cut = { type: "message", content: [], stop_reason: "max_tokens" };
    const { bedrock } = recorded({}, { fetch: async () => Response.json(cut) });

    await expect(readContact(bedrock, "Hello")).rejects.toThrow(
      "No contact was found (stop reason: max_tokens)",
    );
  });
});

describe("the recipe for structured output, by Converse", () => {
  it("returns an object that fits the schema", async () => {
    const { bedrock, sent } = recorded();
    const contact = await readContactByConverse(bedrock, "Yours, Ada of Analytical Engines");

    expect(contact).toEqual({
      name: expect.any(String),
      company: expect.any(String),
      urgent: expect.any(Boolean),
    });
    const { schema } = sent[0]!.outputConfig.textFormat.structure.jsonSchema;
    expect(JSON.parse(schema).required).toEqual(["name", "company", "urgent"]);
  });
});

describe("the recipe for prompt caching", () => {
  it("puts the cache point after what is the same each time", async () => {
    const { bedrock, sent } = recorded();
    const { text, usage } = await askManual(bedrock, "Press the button.", "What do I press?");

    expect(text).toContain("What do I press?");
    expect(usage.inputTokens).toBeGreaterThan(0);
    expect(sent[0]!.system.at(-1)).toMatchObject({ cache_control: { type: "ephemeral" } });
    expect(sent[0]!.messages).toEqual([{ role: "user", content: "What do I press?" }]);
  });
});

describe("the recipe for prompt caching, by Converse", () => {
  it("puts the cache point after what is the same each time", async () => {
    const { bedrock, sent } = recorded();
    const { text } = await askManualByConverse(bedrock, "Press the button.", "What do I press?");

    expect(text).toContain("What do I press?");
    expect(sent[0]!.system).toEqual([
      { text: expect.stringContaining("Press the button.") },
      { cachePoint: { type: "default" } },
    ]);
  });
});

describe("the recipe for guardrails", () => {
  const guardrail = { identifier: "simulated", version: "1" };

  it("lets an answer pass", async () => {
    const { text, blocked } = await askGuarded(recorded().bedrock, guardrail, "Hello");

    expect(text).toContain("Hello");
    expect(blocked).toBe(false);
  });

  it("distinguishes an answer that was blocked from the model's own, with the trace for the log", async () => {
    const { bedrock } = recorded();
    const { text, blocked, trace } = await askGuarded(bedrock, guardrail, "Something forbidden");

    expect(text).not.toBe("");
    expect(blocked).toBe(true);
    expect(trace).toHaveProperty("guardrail.input");
  });
});

describe("the recipe for guardrails without a model", () => {
  const guardrail = { identifier: "simulated", version: "1" };

  it("returns the guardrail's message for what it blocks, and nothing for the rest", async () => {
    const { bedrock, simulator } = recorded();

    expect(await checkText(bedrock, guardrail, "Hello")).toBeUndefined();
    expect(await checkText(bedrock, guardrail, "Something forbidden")).toMatch(/\w/);
    expect(simulator.invocationLog.map(({ operation }) => operation)).toEqual([
      "ApplyGuardrail",
      "ApplyGuardrail",
    ]);
  });
});

describe("the recipe for images", () => {
  it("sends an image in the family's form", async () => {
    const { bedrock, sent } = recorded();
    const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at);
    const text = await describeImage(bedrock, new Blob([bytes], { type: "image/webp" }));

    expect(text).toContain("What is in this image?");
    const { source } = sent[0]!.messages[0].content[0];
    expect(source.media_type).toBe("image/webp");
    expect(Buffer.from(source.data, "base64")).toEqual(Buffer.from(bytes));
  });

  it("has an image made, as a file", async () => {
    const { bedrock, sent } = recorded();
    const image = await draw(bedrock, "A lighthouse");

    expect(image.type).toBe("image/png");
    expect([...new Uint8Array(await image.arrayBuffer()).subarray(1, 4)]).toEqual([
      ...Buffer.from("PNG"),
    ]);
    expect(sent).toMatchObject([{ prompt: "A lighthouse" }]);
  });
});
