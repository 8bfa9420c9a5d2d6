import { InvalidArgumentError } from "bedrock-fetch";
import { createSimulator, type SimulatorOptions } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";

const pool = { identityPoolId: "us-east-1:11111111-2222-3333-4444-555555555555" };

describe("an option that does not exist", () => {
  it.for([
    [{ reigon: "us-east-1" }, "reigon: is not an option. The options are: region, credentials"],
    [{ pace: { firstTokenMS: 1 } }, "pace.firstTokenMS: is not an option"],
    [{ cognito: { pool: [] } }, "cognito.pool: is not an option. The options are: pools"],
    [{ sts: { role: [] } }, "sts.role: is not an option. The options are: roles"],
    [{ sts: [], pace: 3 }, "pace: must be an object"],
  ] as const)("is refused with those that do: %j", ([options, why]) => {
    const create = () => createSimulator(options as unknown as SimulatorOptions);
    expect(create).toThrow(InvalidArgumentError);
    expect(create).toThrow(why);
  });
});

describe("an option that cannot work", () => {
  it.for([
    [null, "options: must be an object"],
    ["us-east-1", "options: must be an object"],
    [{ region: "" }, "region: must be a string that is not empty"],
    [{ region: 1 }, "region: must be a string that is not empty"],
    [{ credentials: {} }, "credentials.accessKeyId: must be set"],
    [{ credentials: [null] }, "credentials[0]: must be an object"],
    [{ apiKeys: "key" }, "apiKeys: must be a list of strings"],
    [{ models: { allowed: [1] } }, "models.allowed: must be a list of strings"],
    [{ models: { aliases: { mine: 1 } } }, "models.aliases: must be an object of strings"],
    [{ models: { aliases: ["mine"] } }, "models.aliases: must be an object of strings"],
    [{ cognito: { pools: pool } }, "cognito.pools: must be a list"],
    [{ cognito: { pools: [{}] } }, "cognito.pools[0].identityPoolId: must be set"],
    [
      { cognito: { pools: [{ ...pool, guests: true }] } },
      "cognito.pools[0].guests: is not an option",
    ],
    [
      { sts: { roles: [{ roleArn: "chat" }] } },
      "sts.roles[0].roleArn: must be the ARN of a role, such as arn:aws:iam::123456789012:role/name",
    ],
    [
      {
        sts: {
          roles: [{ roleArn: "arn:aws:iam::123456789012:role/chat", webIdentityTokens: "t" }],
        },
      },
      "sts.roles[0].webIdentityTokens: must be",
    ],
    [{ guardrails: [{ guardrailIdentifier: "abc" }] }, "guardrails[0].words: must be set"],
    [{ pace: { tokensPerSecond: 0 } }, "pace.tokensPerSecond: must be a number above 0"],
    [{ pace: { firstTokenMs: -1 } }, "pace.firstTokenMs: must be a number of milliseconds"],
    [{ pace: { firstTokenMs: Number.NaN } }, "pace.firstTokenMs: must be a number of milliseconds"],
    [{ now: new Date() }, "now: must be a function"],
    [{ onInvocationEnd: true }, "onInvocationEnd: must be a function"],
    [{ exposeHeaders: "all" }, "exposeHeaders: must be true, false or a list"],
    [{ faults: [null] }, "fault: must be an object, text or a function, not null"],
    [{ faults: 3 }, "fault: must be an object, text or a function, not 3"],
    [
      { faults: [{ type: "throttle" }] },
      "there is no fault 'undefined'. There are: error, throttle,",
    ],
  ] as const)("is refused: %j", ([options, why]) => {
    const create = () => createSimulator(options as unknown as SimulatorOptions);
    expect(create).toThrow(InvalidArgumentError);
    expect(create).toThrow(why);
  });

  it("is taken as left out where it is undefined", () => {
    const undefinedOnes = { region: undefined, pace: undefined, faults: undefined };
    expect(() => createSimulator(undefinedOnes)).not.toThrow();
  });
});
