import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { root } from "../../helpers/built.ts";

const PACKAGES = [
  "@aws-sdk/client-bedrock-runtime",
  "@anthropic-ai/bedrock-sdk",
  "@ai-sdk/amazon-bedrock",
];

const versionOf = (folder: string): string =>
  (JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as { version: string })
    .version;

/** On what, with what, when, and by which command. */
export function circumstances(command: string): string {
  const processors = cpus();
  const machine = `${processors.length} × ${processors[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`;
  const versions = [
    `Node ${process.versions.node}`,
    `bedrock-fetch ${versionOf(".")}`,
    ...PACKAGES.map((name) => `${name} ${versionOf(`node_modules/${name}`)}`),
  ];
  const date = new Date().toISOString().slice(0, 10);
  return `Measured on ${date} on ${machine}, with ${versions.join(", ")}, by \`${command}\`.`;
}
