import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const template = readFileSync(
  new URL("../../demo/browser/cognito-guest-pool.yaml", import.meta.url),
  "utf8",
);

/** The entries of a block list, or the value, that follows a key. */
const valuesOf = (key: string): string[] =>
  [...template.matchAll(new RegExp(`^ *(?:- )?${key}:(?: (.+)|((?:\\n +- .+)+))$`, "gm"))].flatMap(
    ([, value, list]) =>
      value ??
      list!
        .trim()
        .replace(/^- /, "")
        .split(/\n +- /),
  );

describe("the template of a pool for guests", () => {
  it("the guests' role may invoke the listed models and nothing else", () => {
    expect(valuesOf("Action")).toEqual([
      "sts:AssumeRoleWithWebIdentity",
      "bedrock:InvokeModel",
      "bedrock:InvokeModelWithResponseStream",
    ]);
    expect(valuesOf("Resource")).toEqual(["!Ref ModelArns"]);
    expect(valuesOf("Effect")).toEqual(["Allow", "Allow"]);
    expect(template).not.toMatch(/ManagedPolicyArns|NotAction|NotResource|NotPrincipal/);
  });

  it("only guests of this pool can assume it", () => {
    expect(valuesOf("cognito-identity\\.amazonaws\\.com:aud")).toEqual(["!Ref GuestPool"]);
    expect(valuesOf("cognito-identity\\.amazonaws\\.com:amr")).toEqual(["unauthenticated"]);
  });

  it("no list of models takes a wildcard", () => {
    const pattern = new RegExp(`^(?:${JSON.parse(valuesOf("AllowedPattern")[0]!)})$`);
    expect("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0").toMatch(pattern);
    expect(
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
    ).toMatch(pattern);
    for (const arn of [
      "*",
      "arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0",
      "arn:aws:bedrock:us-east-1::foundation-model/*",
      "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-?",
      "amazon.nova-lite-v1:0",
    ]) {
      expect(arn).not.toMatch(pattern);
    }
  });
});
