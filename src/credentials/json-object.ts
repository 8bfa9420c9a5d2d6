/** The members of a JSON object; none when the text is no JSON object. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    // The parser's own error quotes the text, which may hold secrets.
    return {};
  }
}
