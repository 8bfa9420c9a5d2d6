// npm run generate -- path/to/service-model.json
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../helpers/built.ts";
import { generatedFiles } from "./generated-files.ts";

const [path, ...others] = process.argv.slice(2);
if (path === undefined || others.length > 0) {
  console.error("Usage: npm run generate -- <path of the service model>");
  process.exit(2);
}

for (const [file, text] of generatedFiles(JSON.parse(readFileSync(path, "utf8")))) {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), text);
  console.log(file);
}
