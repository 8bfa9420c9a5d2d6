// npm run generate -- path/to/service-model.json
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../helpers/built.ts";
import type { ServiceModel } from "../helpers/service-model/service-model.ts";
import { undocumented } from "./documentation.ts";
import { generatedFiles } from "./generated-files.ts";

const [path, ...others] = process.argv.slice(2);
if (path === undefined || others.length > 0) {
  console.error("Usage: npm run generate -- <path of the service model>");
  process.exit(2);
}

const model: ServiceModel = JSON.parse(readFileSync(path, "utf8"));
for (const [file, text] of generatedFiles(model)) {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), text);
  console.log(file);
}

const missing = undocumented(model);
if (missing.length > 0) {
  console.error(`docstrings/ has no words for:\n${missing.join("\n")}`);
  process.exitCode = 1;
}
