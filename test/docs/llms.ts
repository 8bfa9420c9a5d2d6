/**
 * Writes `dist-docs/llms.txt`, what the documentation is made of, for readers that are programs:
 * https://llmstxt.org. `npm run docs` runs it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../helpers/built.ts";
import { pages } from "./examples.ts";

/** The index, and after it the text of every page. */
export function llmsText(): string {
  const all = pages().map((file) => {
    const text = readFileSync(file, "utf8").trim();
    const [heading = "", ...rest] = text.split("\n\n");
    const intro = rest.find((paragraph) => /^[A-Z`]/.test(paragraph)) ?? "";
    return { path: relative(root, file), title: heading.replace(/^#+ /, ""), intro, text };
  });
  const [readme] = all;
  const links = all.map(({ path, title, intro }) => {
    const [sentence = ""] = intro.replace(/\s+/g, " ").split(/(?<=\.) /);
    return `- [${title}](${path}): ${sentence}`;
  });
  return [
    `# ${readme?.title}`,
    `> ${readme?.intro}`,
    `## Docs\n\n${links.join("\n")}`,
    ...all.map(({ text }) => text),
    "",
  ].join("\n\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const folder = join(root, "dist-docs");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "llms.txt"), llmsText());
}
