/** Text that a request brings along and that an answer can cite. */
export interface Source {
  readonly title: string;
  /** Where it came from, for a search result. */
  readonly source?: string | undefined;
  readonly text: string;
  /** Its number among the request's documents, or among its search results. */
  readonly index: number;
  /** Where it was given in blocks, these: a place in it is then a block's and not a character's. */
  readonly blocks?: readonly string[] | undefined;
}

const MAX_CITED = 200;

/** What is cited is the beginning of the source: its first block or sentence. */
export function citedText({ text, blocks }: Source): string {
  if (blocks?.[0] !== undefined) return blocks[0];
  const end = /[.!?](?:\s|$)/.exec(text);
  return text.slice(0, Math.min(end ? end.index + end[0].length : MAX_CITED, MAX_CITED));
}
