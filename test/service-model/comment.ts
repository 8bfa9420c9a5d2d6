const WIDTH = 100;

/** A docstring of one line if it fits, or wrapped. */
export function comment(text: string, indent: string): string {
  if (text === "") return "";
  const lines = text.split("\n").flatMap((line) => wrapped(line, WIDTH - indent.length - 3));
  const [only = ""] = lines;
  const single = `${indent}/** ${only} */`;
  if (lines.length === 1 && single.length <= WIDTH) return `${single}\n`;
  const rows = lines.map((line) => `${indent} * ${line}`.trimEnd());
  return [`${indent}/**`, ...rows, `${indent} */`, ""].join("\n");
}

/** Breaks at spaces, but for those within backquotes and links. */
function wrapped(text: string, width: number): string[] {
  if (text.startsWith("@see")) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/(?:`[^`]*`|\{@link [^}]*\}|[^\s`{]|\{)+|\s+/g) ?? []) {
    if (/^\s+$/.test(word)) continue;
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return [...lines, line];
}
