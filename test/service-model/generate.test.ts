import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";
import type { ServiceModel } from "../helpers/service-model/service-model.ts";
import { haveShared, sharedJson } from "../helpers/shared.ts";
import { docstrings } from "./docstrings/docstrings.ts";
import { outdated, undocumented } from "./documentation.ts";
import { generatedFiles, HEADER } from "./generated-files.ts";

/** A model of the test's own, to be changed. */
const load = (): ServiceModel => sharedJson("reference/bedrock-runtime-service.json");

interface Mutable {
  operations: { [name: string]: unknown };
  shapes: {
    [name: string]: {
      type: string;
      members?: { [member: string]: unknown };
      required?: string[];
    };
  };
}

const committed = (): string[] =>
  readdirSync(join(root, "src/operations"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join("src/operations", file))
    .filter((file) => readFileSync(join(root, file), "utf8").startsWith(HEADER))
    .sort();

describe.skipIf(!haveShared)("types from the service model", () => {
  it("are what npm run generate writes today", () => {
    const files = generatedFiles(load());
    expect(committed()).toEqual([...files.keys()].sort());
    for (const [file, text] of files) {
      expect(readFileSync(join(root, file), "utf8"), file).toBe(text);
    }
  }, 60_000);

  it("have a docstring for every shape and member, and no docstring for anything else", () => {
    const model = load();
    expect(undocumented(model)).toEqual([]);
    expect(outdated(model)).toEqual([]);
  });

  it("report shapes and members that a new model adds as undocumented", () => {
    const model = load() as unknown as Mutable;
    model.shapes.Message!.members!.mood = { shape: "Mood" };
    model.shapes.Mood = { type: "structure", members: { color: { shape: "String" } } };
    const changed = model as unknown as ServiceModel;
    expect(undocumented(changed)).toEqual(["Message.mood", "Mood", "Mood.color"]);
    const message = generatedFiles(changed).get("src/operations/messages/message.ts");
    expect(message).toContain("  readonly mood?: Mood | undefined;\n");
    expect(message).toContain("export interface Mood {\n  readonly color?: string | undefined;\n}");
  }, 60_000);

  it("find the blobs of a new shape, wherever it is", () => {
    const model = load() as unknown as Mutable;
    model.shapes.CitationsContentBlock!.members!.scan = { shape: "ImageBlock" };
    const blobs = generatedFiles(model as unknown as ServiceModel).get(
      "src/operations/messages/blobs.ts",
    );
    expect(blobs).toContain("citationsContent: { scan: SOURCE_BYTES }");
  }, 60_000);

  it("have constants of its own for an operation that needs other members than its neighbor", () => {
    const model = load() as unknown as Mutable;
    model.shapes.ConverseStreamRequest!.required = ["modelId", "messages"];
    const members = generatedFiles(model as unknown as ServiceModel).get(
      "src/operations/converse/members.ts",
    );
    expect(members).not.toContain("CONVERSE_REQUIRED");
    expect(members).toContain('CONVERSE_STREAM_REQUIRED: readonly string[] = ["messages"];');
  }, 60_000);

  it("write what two shapes share once, and twice when the model takes a member from one", () => {
    const inputs = (model: ServiceModel) =>
      generatedFiles(model).get("src/operations/converse/input.ts");
    expect(inputs(load())).toContain(
      "export interface ConverseStreamInput extends ConverseInput {\n  /** A guardrail that looks at the prompt and at the answer. */\n  readonly guardrailConfig?: GuardrailStreamConfiguration | undefined;\n}\n",
    );
    const model = load() as unknown as Mutable;
    delete model.shapes.ConverseStreamRequest!.members!.serviceTier;
    expect(inputs(model as unknown as ServiceModel)).toMatch(
      /export interface ConverseStreamInput \{\n[^}]*readonly modelId: string;\n/,
    );
  }, 60_000);

  it("are refused for an operation that has no folder yet", () => {
    const model = load() as unknown as Mutable;
    model.operations.Dream = { name: "Dream" };
    expect(() => generatedFiles(model as unknown as ServiceModel)).toThrow(
      "rooms.ts has no place for the operations Dream",
    );
  });

  it("have no sentence of AWS's documentation", () => {
    const documentation = words(allDocumentation(load()).join(" | "));
    const sentences = Object.values(docstrings)
      .flatMap(([shape, members]) => [shape, ...Object.values(members)])
      .flatMap((text) => text.split(/(?<=[.:;]) /))
      .map(words)
      .filter((sentence) => sentence.split(" ").length > 5);
    expect(sentences.length).toBeGreaterThan(150);
    expect(sentences.filter((sentence) => documentation.includes(` ${sentence} `))).toEqual([]);
  });
});

const words = (text: string): string =>
  ` ${text
    .replace(/<[^>]+>/g, " ")
    .toLowerCase()
    .replace(/[^a-z0-9|]+/g, " ")
    .trim()} `.trim();

function allDocumentation(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === "documentation" && typeof value === "string" ? [value] : allDocumentation(value),
  );
}

describe("npm run generate", () => {
  it("asks for the path of a model", () => {
    const run = () =>
      execFileSync(process.execPath, [join(import.meta.dirname, "generate.ts")], {
        encoding: "utf8",
        stdio: "pipe",
      });
    expect(run).toThrow("Usage: npm run generate -- <path of the service model>");
  });
});
