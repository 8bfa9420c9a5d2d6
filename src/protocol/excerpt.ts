/** How much of a body an error quotes, in characters; patterns look at no more than five times as much. */
const LENGTH = 200;

/**
 * The beginning of a body for an error's message: its text in one line, without tags. Bytes that are
 * not text are counted, and not shown.
 */
export function excerpt(body: Uint8Array): string {
  // A character that is cut at the end is held back, and not taken for an error.
  const text = new TextDecoder().decode(body.subarray(0, 5 * LENGTH), { stream: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: text has none of these
  if (/[\0-\x08\x0e-\x1f\ufffd]/.test(text)) return `${body.length} bytes that are not text`;
  return text
    .replace(/(<[^>]*>|\s)+/g, " ")
    .trim()
    .slice(0, LENGTH);
}
