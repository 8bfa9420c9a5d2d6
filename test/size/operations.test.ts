import { describe, expect, it } from "vitest";
import { bundledModules } from "../helpers/bundles/edge-bundle.ts";

/** Where each operation is, and what its folder has for others. */
const OPERATIONS: { readonly [name: string]: string } = {
  invokeModel: "invoke-model/invoke-model.ts",
  invokeModelWithResponseStream: "invoke-model/invoke-model-with-response-stream.ts",
  converse: "converse/converse.ts",
  converseStream: "converse/converse-stream.ts",
  countTokens: "count-tokens/count-tokens.ts",
  applyGuardrail: "apply-guardrail/apply-guardrail.ts",
  invokeGuardrailChecks: "invoke-guardrail-checks/invoke-guardrail-checks.ts",
  startAsyncInvoke: "async-invoke/start-async-invoke.ts",
  getAsyncInvoke: "async-invoke/get-async-invoke.ts",
  listAsyncInvokes: "async-invoke/list-async-invokes.ts",
};
/** Rooms of what several operations send. */
const SHARED = /^(messages|guardrails)\//;
const FOLDER = "src/operations/";

/** The modules of operations that a bundle of BedrockClient with this export has. */
async function operationsWith(name: string): Promise<string[]> {
  const modules = await bundledModules(`export { BedrockClient, ${name} } from "bedrock-fetch";`);
  expect(modules).toContain("src/client/bedrock-client.ts");
  return modules
    .filter((module) => module.startsWith(FOLDER))
    .map((module) => module.slice(FOLDER.length));
}

describe("a bundle of BedrockClient", () => {
  it.each(Object.entries(OPERATIONS))("and %s has no other operation", async (name, file) => {
    const modules = await operationsWith(name);
    expect(modules).toContain(file);
    const others = Object.values(OPERATIONS).filter((other) => other !== file);
    expect(modules.filter((module) => others.includes(module))).toEqual([]);
    const [folder] = file.split("/");
    const strange = modules.filter(
      (module) => !module.startsWith(`${folder}/`) && !SHARED.test(module),
    );
    expect(strange).toEqual([]);
  });

  it.each([
    ["asyncInvokePages", ["listAsyncInvokes"]],
    ["signedFetch", []],
    ["anthropicFetch", ["countTokens", "invokeModel", "invokeModelWithResponseStream"]],
  ])("and %s has no operation that it does not call", async (name, called) => {
    const modules = await operationsWith(name);
    const had = Object.entries(OPERATIONS).filter(([, file]) => modules.includes(file));
    expect(had.map(([operation]) => operation).sort()).toEqual(called);
  });

  it("has no operation by itself, and neither reader of text nor simulator", async () => {
    const modules = await bundledModules('export { BedrockClient } from "bedrock-fetch";');
    expect(modules.length).toBeGreaterThan(10);
    expect(modules.filter((module) => /^src\/(operations|text|simulator)\//.test(module))).toEqual(
      [],
    );
  });
});
