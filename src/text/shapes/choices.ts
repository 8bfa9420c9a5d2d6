import { type Members, membersOf } from "./members.ts";

/** One of the alternatives in a document. Most documents have one. */
export interface Choice {
  /** 0 for the first; families without alternatives have only that. */
  readonly index: number;
  /** Holds the stop reason: an entry of a list, or the document. */
  readonly owner: Members;
  /** The objects that text, reasoning and tool calls stand in. */
  readonly parts: readonly Members[];
  /** Whether its text can begin with reasoning in tags. */
  readonly tagged: boolean;
}

/** Under which name a family lists its alternatives: OpenAI-shaped, Mistral, Cohere, Titan, AI21. */
const lists = ["choices", "outputs", "generations", "results", "completions"];

/** Where a document keeps its content. Families are recognized by shape: an ARN does not name a model. */
export function choicesIn(document: unknown): Choice[] {
  const members = membersOf(document);
  const listed = lists.find((name) => Array.isArray(members[name]));

  return [listed ? members[listed] : document].flat().map((entry, place) => {
    const owner = membersOf(entry);
    const { index, is_finished, delta, message, data, content_block, contentBlockDelta } = owner;
    // Pegasus says `message` and why it finished; an error of the service says `message` alone.
    const said = typeof message !== "string" || "finishReason" in owner ? message : undefined;
    const holder =
      delta ?? // Claude, OpenAI-shaped
      said ?? // OpenAI-shaped, Mistral
      data ?? // AI21
      membersOf(contentBlockDelta).delta ?? // Nova, Converse
      membersOf(owner.output).message ?? // Nova, Converse, whole
      entry;
    return {
      // Claude counts blocks with `index`, and Titan chunks: outside a list only Cohere's is meant.
      index: typeof index === "number" && (listed || is_finished !== undefined) ? index : place,
      owner,
      // Claude's block is a part itself: its content, if it has some, is a tool's.
      parts: [holder, membersOf(holder).content, content_block]
        .flat()
        .flatMap((part) => [part, membersOf(membersOf(part).citationsContent).content])
        .flat()
        .filter(Boolean)
        .map((part) => (typeof part === "string" ? { text: part } : membersOf(part))),
      tagged: listed === "choices",
    };
  });
}

/** Names of text: of most families, Llama, Titan, Claude's completions; then likely ones. */
export const textNames: readonly string[] =
  "text generation outputText completion output_text generated_text response answer output".split(
    " ",
  );

export function textOfPart(part: Members): string {
  // Claude's and Command R's name for what a part is.
  const kind = part.type ?? part.event_type;
  // Of these the text is known not to be the answer's; of all others it is.
  const other = /^(?!text).*(tool|think|reason|cit|sig|json|search|refus|stream)/;
  if (typeof kind === "string" && other.test(kind)) return "";
  const text = textNames.map((name) => part[name]).find((text) => typeof text === "string");
  return (text as string | undefined) ?? "";
}
