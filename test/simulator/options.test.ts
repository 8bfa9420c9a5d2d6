import { InvalidArgumentError } from "bedrock-fetch";
import { createSimulator, type SimulatorOptions } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";

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
