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

const allowed = (arn: string): boolean =>
  new RegExp(`^(?:${JSON.parse(valuesOf("AllowedPattern")[0]!)})$`).test(arn);

describe("the template of a pool for guests", () => {
  it("the guests' role may invoke the listed models and nothing else", () => {
    expect(valuesOf("Action")).toEqual([
      "sts:AssumeRoleWithWebIdentity",
      "bedrock:InvokeModel",
      "bedrock:InvokeModelWithResponseStream",
      "bedrock:InvokeModel",
      "bedrock:InvokeModelWithResponseStream",
    ]);
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: CloudFormation fills it in
    expect(valuesOf("Resource")).toEqual([
      "!Ref ModelArns",
      '!Sub "arn:${AWS::Partition}:bedrock:${AWS::Region}:${AWS::AccountId}:project/default"',
    ]);
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: CloudFormation fills it in
    expect(valuesOf("Effect")).toEqual(["Allow", "Allow", "Allow"]);
    expect(template).not.toMatch(/ManagedPolicyArns|NotAction|NotResource|NotPrincipal/);
  });

  it("only guests of this pool can assume it", () => {
    expect(valuesOf("cognito-identity\\.amazonaws\\.com:aud")).toEqual(["!Ref GuestPool"]);
    expect(valuesOf("cognito-identity\\.amazonaws\\.com:amr")).toEqual(["unauthenticated"]);
  });

  it("a profile's ARN, and those of its model with and without a region, can be listed", () => {
    for (const arn of [
      "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0",
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-2-lite-v1:0",
      "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-2-lite-v1:0",
      "arn:aws:bedrock:::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0",
      "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:application-inference-profile/abcdefghijkl",
    ]) {
      expect([arn, allowed(arn)]).toEqual([arn, true]);
    }
  });

  it("a wildcard cannot be listed, and neither can a bare id", () => {
    for (const arn of [
      "*",
      "arn:aws:bedrock:*::foundation-model/amazon.nova-2-lite-v1:0",
      "arn:aws:bedrock:us-east-1::foundation-model/*",
      "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-?",
      "amazon.nova-2-lite-v1:0",
      "us.amazon.nova-2-lite-v1:0",
    ]) {
      expect([arn, allowed(arn)]).toEqual([arn, false]);
    }
  });

  it("the example of a profile in the template is one that the template takes", () => {
    const [, list] = /ModelArns=([^\n]+inference-profile[^\n]+(?:\n# +arn:[^\n]+)+)/.exec(
      template,
    )!;
    const arns = list!.split(/,\\\n# +/);
    expect(arns).toHaveLength(4);
    for (const arn of arns) expect([arn, allowed(arn)]).toEqual([arn, true]);
  });
});
