import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { root } from "../helpers/built.ts";

/** What a user wrote, in which `/*name*\/` stands before what is hovered. */
const source = `
import type { ContentBlock, ConverseInput, ConverseOutput, ConverseStreamEvent, ConverseStreamInput, Message } from "bedrock-fetch";

declare const answer: ConverseOutput;
declare const block: ContentBlock;
declare const event: ConverseStreamEvent;

export type Block = /*union*/ContentBlock;
void answer./*enum*/stopReason;
void block./*text*/text;
void event.contentBlockDelta?./*delta*/delta;
void event.messageStop?./*sharedEnum*/stopReason;
if (block.image !== undefined) {
  const /*narrowed*/image = block;
  void image.image.source./*bytes*/bytes;
}
export const input: ConverseInput = { modelId: "m", /*metadata*/requestMetadata: { team: "web" } };
export const streamed: ConverseStreamInput = { modelId: "m", /*inherited*/requestMetadata: {}, /*own*/guardrailConfig: {} };
export const message: Message = { role: "user", content: [{ toolUse: { toolUseId: "t", name: "n", /*document*/input: 1 } }] };
`;

const file = join(root, "test/types/hovered.ts");

const service = (): ts.LanguageService => {
  const { config } = ts.readConfigFile(join(root, "test/tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, "test"));
  const read = (name: string): string | undefined =>
    name === file ? source : ts.sys.readFile(name);
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const text = read(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: read,
  });
};

describe("types when hovered", { timeout: 60_000 }, () => {
  const language = service();
  const hover = (marker: string): string => {
    const mark = `/*${marker}*/`;
    const info = language.getQuickInfoAtPosition(file, source.indexOf(mark) + mark.length);
    const [type, docs] = [info?.displayParts, info?.documentation].map(ts.displayPartsToString);
    return `${type} // ${docs}`;
  };

  it("belong to a program that compiles", () => {
    expect(language.getSemanticDiagnostics(file)).toEqual([]);
  });

  it("show a union as the members that it has", () => {
    expect(hover("union")).toContain(
      'type ContentBlock = Only<ContentBlockMembers, "text"> | Only<ContentBlockMembers, "image"> | ',
    );
    expect(hover("union")).toContain("// A piece of a message: ");
  });

  it("show which member a union was narrowed to", () => {
    expect(hover("narrowed")).toContain('const image: Only<ContentBlockMembers, "image">');
  });

  it("show the type and the words of a member of a union, narrowed or not", () => {
    expect(hover("text")).toBe("(property) text?: string | undefined // Plain text.");
    expect(hover("delta")).toMatch(
      /^\(property\) .*\bdelta: ContentBlockDelta.* \/\/ The piece\.$/,
    );
    expect(hover("bytes")).toMatch(
      /bytes\?: Uint8Array<ArrayBufferLike> \| undefined \/\/ The file/,
    );
  });

  it("show the values of an open set of strings", () => {
    expect(hover("enum")).toContain('ConverseOutput.stopReason: Open<"end_turn" | "tool_use" | ');
    expect(hover("sharedEnum")).toMatch(
      /\bstopReason: Open<"end_turn" \| "tool_use" \| .* \/\/ Why the model stopped\.$/,
    );
  });

  it("show a document as JSON", () => {
    expect(hover("document")).toContain("ToolUseBlock.input: JsonValue");
  });

  it("show the limits of what is sent", () => {
    for (const marker of ["metadata", "inherited"]) {
      expect(hover(marker)).toContain("Tags for the invocation log. 1 to 16 pairs, keys of 1 to");
    }
  });

  it("show what an input has of its own", () => {
    expect(hover("own")).toBe(
      "(property) ConverseStreamInput.guardrailConfig?: GuardrailStreamConfiguration | undefined // A guardrail that looks at the prompt and at the answer.",
    );
  });
});
