/** One of the alternatives in a document. Most documents have one. */
export interface Choice {
  /** 0 for the first; families without alternatives have only that. */
  readonly index: number;
  /** Holds the stop reason: an entry of a list, or the document. */
  readonly owner: Members;
  /** The objects that text, reasoning and tool calls stand in. */
  readonly parts: readonly Members[];
}

export type Members = Readonly<Record<string, unknown>>;

/** A value's members. `null` and `undefined` yield an empty object, so that no shape makes a reader throw. */
export const membersOf = (value: unknown): Members => Object(value);

/** Under which name a family lists its alternatives: OpenAI-shaped, Mistral, Cohere, Titan, AI21. */
const lists = ["choices", "outputs", "generations", "results", "completions"];

/** Where a document keeps its content. Families are recognized by shape: an ARN does not name a model. */
export function choicesIn(document: unknown): Choice[] {
  const members = membersOf(document);
  const list = lists.map((name) => members[name]).find(Array.isArray);

  return (list ?? [document]).map((entry, place) => {
    const owner = membersOf(entry);
    const { index, is_finished, delta, message, data, content_block, contentBlockDelta } = owner;
    const holder =
      delta ?? // Claude, OpenAI-shaped
      message ?? // OpenAI-shaped, Mistral
      data ?? // AI21
      membersOf(contentBlockDelta).delta ?? // Nova
      membersOf(owner.output).message ?? // Nova, whole
      entry;
    return {
      // Claude counts blocks with `index`, and Titan chunks: outside a list only Cohere's is meant.
      index: typeof index === "number" && (list || is_finished !== undefined) ? index : place,
      owner,
      // Claude's block is a part itself: its content, if it has some, is a tool's.
      parts: [holder, membersOf(holder).content, content_block].flat().map(membersOf),
    };
  });
}

/** What text is called: most families, OpenAI-shaped, Llama, Titan, Claude's completions. */
const textMembers = ["text", "content", "generation", "outputText", "completion"];

export function textOfPart(part: Members): string {
  // A part that names its kind (Claude, Command R) has text of the answer only if that is its kind.
  const kind = part.type ?? part.event_type;
  if (typeof kind === "string" && !kind.startsWith("text")) return "";
  for (const name of textMembers) {
    const text = part[name];
    if (typeof text === "string") return text;
  }
  return "";
}
