import type { Table } from "../table.ts";
import { median } from "../turns.ts";
import { figure } from "./markdown.ts";

export type Theme = "light" | "dark";

const COLOURS: { readonly [theme in Theme]: { [part: string]: string } } = {
  light: { ink: "#1f2328", quiet: "#59636e", subject: "#0b6e4f", peer: "#b6bec7", line: "#d1d9e0" },
  dark: { ink: "#f0f6fc", quiet: "#9198a1", subject: "#3fcf9b", peer: "#57606a", line: "#3d444d" },
};

const WIDTH = 760;
const MARGIN = 16;
const NAMES = 230;
const VALUES = 64;
const BAR = 14;
const STEP = 21;
const GAP = 44;

const escaped = (text: string): string =>
  text.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);

/** A group of bars for each column, each with a scale of its own: what matters is who is how much longer. */
export function chart(table: Table, columns: readonly string[], theme: Theme): string {
  const { ink, quiet, subject, peer, line } = COLOURS[theme];
  const rows = table.rows.filter(({ name }) => !name.startsWith("floor"));
  const parts: string[] = [];
  const text = (x: number, y: number, content: string, style: string) =>
    parts.push(`<text x="${x}" y="${y}" ${style}>${escaped(content)}</text>`);

  let y = MARGIN + 18;
  text(
    MARGIN,
    y,
    `${table.title}: ${table.unit}`,
    `fill="${ink}" font-size="16" font-weight="600"`,
  );
  text(MARGIN, y + 19, "shorter is better; each group has its own scale", `fill="${quiet}"`);
  y += GAP + 8;
  for (const column of columns) {
    const index = table.columns.indexOf(column);
    const values = rows.map(({ cells }) => median(cells[index]!));
    const longest = Math.max(...values);
    const room = WIDTH - 2 * MARGIN - NAMES - VALUES;
    text(MARGIN, y, column, `fill="${ink}" font-weight="600"`);
    parts.push(
      `<path d="M${MARGIN + NAMES} ${y + 6}v${rows.length * STEP + 2}" stroke="${line}"/>`,
    );
    for (const [i, { name }] of rows.entries()) {
      const value = values[i]!;
      const top = y + 10 + i * STEP;
      const ours = name.startsWith("bedrock-fetch");
      const length = Math.max(1, (value / longest) * room).toFixed(1);
      const style = ours ? `fill="${ink}" font-weight="600"` : `fill="${quiet}"`;
      text(MARGIN + 10, top + 11, name, style);
      parts.push(
        `<rect x="${MARGIN + NAMES}" y="${top}" width="${length}" height="${BAR}" rx="2" fill="${ours ? subject : peer}"/>`,
      );
      text(MARGIN + NAMES + Number(length) + 6, top + 11, figure(value), style);
    }
    y += rows.length * STEP + GAP;
  }
  const height = y - GAP + MARGIN + 10;
  const font = "system-ui, -apple-system, 'Segoe UI', sans-serif";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="${font}" font-size="12" role="img" aria-label="${escaped(`${table.title}, ${table.unit}`)}">
${parts.join("\n")}
</svg>
`;
}
