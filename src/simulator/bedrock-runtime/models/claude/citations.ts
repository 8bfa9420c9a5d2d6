import { arrayAt, isObject, type JsonObject, objectAt, stringAt } from "../../../json.ts";
import { citedText, type Source } from "../../reply/source.ts";

/** What the documents and search results of a conversation hold. */
export interface ClaudeSources {
  /** Those that the answer is to cite. */
  readonly sources: readonly Source[];
  /** All of their text, whether it is to be cited or not. */
  readonly text: string;
}

/**
 * Reads the documents and search results of Claude's messages, those in the results of tools among
 * them. A PDF's text is not read, so it is not cited.
 *
 * Source: "Citations" and "Search results" in Anthropic's documentation of Claude.
 */
export function readSources(body: JsonObject): ClaudeSources {
  const blocks = arrayAt(body, "messages")
    .filter(isObject)
    .flatMap((message) => blocksOf(message));
  const documents = blocks.filter(({ type }) => type === "document").map(documentOf);
  const results = blocks.filter(({ type }) => type === "search_result").map(resultOf);
  const all = [...documents, ...results];
  return {
    sources: all.filter(({ isCited, text }) => isCited && text !== "").map(({ source }) => source),
    text: all.map(({ text }) => text).join("\n"),
  };
}

const blocksOf = (parent: JsonObject): JsonObject[] =>
  arrayAt(parent, "content")
    .filter(isObject)
    .flatMap((block) => (block.type === "tool_result" ? blocksOf(block) : [block]));

interface Found {
  readonly isCited: boolean;
  readonly text: string;
  readonly source: Source;
}

function documentOf(block: JsonObject, index: number): Found {
  const source = objectAt(block, "source");
  const title = stringAt(block, "title");
  if (source.type === "content") {
    const blocks = textsIn(source);
    return found(block, { title, text: blocks.join("\n"), index, blocks });
  }
  return found(block, {
    title,
    text: source.type === "text" ? stringAt(source, "data") : "",
    index,
  });
}

function resultOf(block: JsonObject, index: number): Found {
  const blocks = textsIn(block);
  const title = stringAt(block, "title");
  const source = stringAt(block, "source");
  return found(block, { title, source, text: blocks.join("\n"), index, blocks });
}

const found = (block: JsonObject, source: Source): Found => ({
  isCited: objectAt(block, "citations").enabled === true,
  text: source.text,
  source,
});

/** Text in blocks; a document may have it as a string, too. */
const textsIn = ({ content }: JsonObject): string[] =>
  Array.isArray(content)
    ? content.map((block) => (isObject(block) ? stringAt(block, "text") : ""))
    : [typeof content === "string" ? content : ""];

/** A citation as a text block has it. */
export function citationOf(source: Source): object {
  const cited_text = citedText(source);
  const blocks = { start_block_index: 0, end_block_index: 1 };
  const { title, source: address, index } = source;
  if (address !== undefined) {
    return {
      type: "search_result_location",
      cited_text,
      search_result_index: index,
      source: address,
      title: title || null,
      ...blocks,
    };
  }
  const document = {
    cited_text,
    document_index: index,
    document_title: title || null,
  };
  return source.blocks
    ? { type: "content_block_location", ...document, ...blocks }
    : {
        type: "char_location",
        ...document,
        start_char_index: 0,
        end_char_index: cited_text.length,
      };
}
