import { type Members, membersOf } from "./members.ts";

/** One of the alternatives in a document. Most documents have one. */
export interface Choice {
  /** 0 for the first; families without alternatives have only that. */
  readonly index: number;
  /** Holds the stop reason: an entry of a list, or the document. */
  readonly owner: Members;
  /** The objects that text, reasoning and tool calls stand in. */
  readonly parts: readonly Members[];
  /** Whether its content can begin with reasoning in tags: it is one of `choices`. */
  readonly tagged: boolean;
}

/** Under which name a family lists its alternatives: OpenAI-shaped, Mistral, Cohere, Titan, AI21. */
const lists = "choices outputs generations results completions".split(" ");

/** Where a document keeps its content. Families are recognized by shape: an ARN does not name a model. */
export function choicesIn(document: unknown): Choice[] {
  const members = membersOf(document);
  const list = lists.map((name) => members[name]).find(Array.isArray);

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
      // Claude counts blocks with `index`, and Titan chunks: outside a list only Cohere's is meant.
      index: typeof index === "number" && (list || "is_finished" in owner) ? index : place,
      owner,
      // Text in a list can be strings. Content that is a string itself is not a part but its holder's.
      // Claude's block is a part itself: its content, if it has some, is a tool's.
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

/** Names of text: of most families, OpenAI-shaped, Llama, Titan, Claude's completions. */
export const textNames: readonly string[] = "text content generation outputText completion".split(
  " ",
);

/** Kinds of parts, as Claude and Command R name them, whose text is not the answer's. All others' is. */
const otherKinds = /tool|think|reason|compact/;

export function textOfPart(part: Members): string {
  const kind = part.type ?? part.event_type;
  if (typeof kind === "string" && otherKinds.test(kind)) return "";
  const text = textNames.map((name) => part[name]).find((text) => typeof text === "string");
  return (text as string | undefined) ?? "";
}
