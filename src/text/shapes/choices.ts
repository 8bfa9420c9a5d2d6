import { type Members, membersOf } from "./members.ts";

/** One of the alternatives in a document. Most documents have one. */
export interface Choice {
  /** 0 for the first; families without alternatives have only that. */
  readonly index: number;
  /** Holds the stop reason: an entry of a list, or the document. */
  readonly owner: Members;
  /** The objects that hold text, reasoning and tool calls. */
  readonly parts: readonly Members[];
  /** Whether its content can begin with reasoning in tags: it is one of `choices`. */
  readonly tagged: boolean;
}

/** The names of lists of alternatives: OpenAI-shaped, Mistral, Cohere, Titan, AI21. */
const LISTS = "choices outputs generations results completions".split(" ");

/** Where a document keeps its content. Families are recognized by shape: an ARN does not name a model. */
export function choicesIn(document: unknown): Choice[] {
  const members = membersOf(document);
  const list = LISTS.map((name) => members[name]).find(Array.isArray);

  return [list ?? document].flat().map((entry, place) => {
    const owner = membersOf(entry);
    const { index } = owner;
    const holder =
      owner.delta ?? // Claude, OpenAI-shaped
      owner.message ?? // OpenAI-shaped, Mistral; Pegasus, whose `message` is its text
      membersOf(owner.contentBlockDelta).delta ?? // Nova, Converse
      membersOf(owner.output).message ?? // Nova, Converse, whole
      entry;
    return {
      // Claude's `index` counts blocks, and Titan's counts chunks: outside a list only Cohere's counts choices.
      index: typeof index === "number" && (list || "is_finished" in owner) ? index : place,
      owner,
      // A list of content can have strings; content that is one string is its holder's text.
      // Claude's block is itself a part; its content, if any, is a tool's.
      parts: [
        holder,
        membersOf(membersOf(holder).content),
        owner.content_block,
        membersOf(owner.contentBlockStart).start, // Nova, Converse
        membersOf(owner.data).text, // AI21
      ]
        .flat()
        .map((part) => [part, membersOf(membersOf(part).citationsContent).content])
        .flat(2)
        .map((part) => (typeof part === "string" ? { text: part } : membersOf(part))),
      tagged: Array.isArray(members.choices),
    };
  });
}

/** What text is called by most families, OpenAI-shaped, Llama, Titan, Claude's completions. */
export const TEXT_NAMES: readonly string[] = "text content generation outputText completion".split(
  " ",
);

/** Kinds of parts, in Claude's and Command R's names, whose text is not part of the answer's. */
const OTHER_KINDS = /tool|think|reason|compact/;

export function textOfPart(part: Members): string {
  const kind = part.type ?? part.event_type;
  if (typeof kind === "string" && OTHER_KINDS.test(kind)) return "";
  const text = TEXT_NAMES.map((name) => part[name]).find((text) => typeof text === "string");
  return (text as string | undefined) ?? "";
}
