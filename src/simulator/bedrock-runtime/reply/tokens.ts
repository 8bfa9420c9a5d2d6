/** Pieces of about a token's size: words with the space before them, long words in parts, signs alone. */
const TOKEN = /[ \t]?(?:[\p{L}\p{N}\p{M}'’]{1,9}|[^\s\p{L}\p{N}\p{M}'’]\p{M}*)|\s/gu;

/** Splits text into pieces that join to it again; none splits a character. */
export const tokenize = (text: string): string[] => text.match(TOKEN) ?? [];

export const countTokens = (text: string): number => tokenize(text).length;
