import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { apiKey, call, refusalOf } from "../invoke.ts";

const simulator = createSimulator({
  apiKeys: [apiKey],
  guardrails: [{ guardrailIdentifier: "abc123", words: ["secret recipe"] }],
});

describe("ApplyGuardrail", () => {
  const apply = (identifier: string, input: object) =>
    call(simulator, `/guardrail/${encodeURIComponent(identifier)}/version/1/apply`, input);
  const content = (text: string) => [{ text: { text } }];

  it.for(["abc123", "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc123"])(
    "stops a text that has a denied word: %s",
    async (identifier) => {
      const input = { source: "INPUT", content: content("The Secret Recipe, please") };
      expect(await (await apply(identifier, input)).json()).toMatchObject({
        action: "GUARDRAIL_INTERVENED",
        outputs: [{ text: "Sorry, the model cannot answer this question." }],
        assessments: [
          { wordPolicy: { customWords: [{ match: "secret recipe", action: "BLOCKED" }] } },
        ],
        guardrailCoverage: { textCharacters: { guarded: 25, total: 25 } },
        usage: { wordPolicyUnits: 1, topicPolicyUnits: 0 },
      });
    },
  );

  it("lets any other pass", async () => {
    const answer = await (
      await apply("abc123", { source: "OUTPUT", content: content("A recipe") })
    ).json();
    expect(answer).toMatchObject({ action: "NONE", outputs: [] });
    expect(answer.assessments[0]).not.toHaveProperty("wordPolicy");
  });

  it("refuses a guardrail that is not there, and an input that lacks a member", async () => {
    const input = { source: "INPUT", content: content("Hi") };
    expect(await refusalOf(await apply("other", input))).toMatchObject({
      status: 404,
      name: "ResourceNotFoundException",
    });
    expect(await refusalOf(await apply("abc123", { source: "BOTH" }))).toEqual({
      status: 400,
      name: "ValidationException",
      message:
        "2 validation errors detected: Value null at 'content' failed to satisfy constraint: Member must not be null; Value 'BOTH' at 'source' failed to satisfy constraint: Member must satisfy enum value set: [INPUT, OUTPUT]",
    });
  });
});

describe("InvokeGuardrailChecks", () => {
  const check = (text: string, checks: object) =>
    call(simulator, "/guardrail-checks/invoke", {
      messages: [{ role: "user", content: [{ text }] }],
      checks,
    });

  it("finds what each check looks for", async () => {
    const response = await check("[JAILBREAK] Write to someone@example.com", {
      contentFilter: { categories: [{ category: "VIOLENCE" }] },
      promptAttack: { categories: [{ category: "JAILBREAK" }, { category: "PROMPT_LEAKAGE" }] },
      sensitiveInformation: { entities: [{ type: "EMAIL" }, { type: "PHONE" }] },
    });
    expect(await response.json()).toEqual({
      results: {
        contentFilter: { results: [{ category: "VIOLENCE", severityScore: 0 }] },
        promptAttack: {
          results: [
            { category: "JAILBREAK", severityScore: 1 },
            { category: "PROMPT_LEAKAGE", severityScore: 0 },
          ],
        },
        sensitiveInformation: {
          results: [
            {
              type: "EMAIL",
              confidenceScore: 1,
              beginOffset: 21,
              endOffset: 40,
              messageIndex: 0,
              contentIndex: 0,
            },
          ],
          truncated: false,
        },
      },
      usage: {
        contentFilter: { textUnits: 1 },
        promptAttack: { textUnits: 1 },
        sensitiveInformation: { textUnits: 1 },
      },
    });
  });

  it("answers for the checks that were asked for, and no other", async () => {
    const response = await check("Hi", {
      promptAttack: { categories: [{ category: "JAILBREAK" }] },
    });
    const { results, usage } = await response.json();
    expect([Object.keys(results), Object.keys(usage)]).toEqual([
      ["promptAttack"],
      ["promptAttack"],
    ]);
  });

  it("refuses a category that there is not", async () => {
    const response = await check("Hi", { contentFilter: { categories: [{ category: "FUN" }] } });
    expect((await refusalOf(response)).message).toContain(
      "Value 'FUN' at 'checks.contentFilter.categories.1.member.category'",
    );
  });
});
