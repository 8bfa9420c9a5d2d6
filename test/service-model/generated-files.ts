import { execFileSync } from "node:child_process";
import { dirname, join, relative } from "node:path";
import { root } from "../helpers/built.ts";
import {
  isNamed,
  reach,
  type ServiceModel,
  shapeOf,
} from "../helpers/service-model/service-model.ts";
import { Declarations } from "./declarations.ts";
import { membersModule, sharedBlobsModule } from "./members.ts";
import { excluded, folders, rooms } from "./rooms.ts";

/** The first line of every generated file. */
export const HEADER: string =
  "// Generated from the service model by `npm run generate`: edit test/service-model instead.\n";

const FOLDER = "src/operations";

/** Types that are written by hand, by the file that has them. */
const handwritten: { readonly [file: string]: readonly string[] } = {
  "src/errors/response-metadata.ts": ["ResponseMetadata"],
  "src/protocol/events/event-readable-stream.ts": ["EventReadableStream"],
  "src/protocol/types.ts": ["JsonBody", "JsonValue", "OneOf", "Open"],
};

/** The files that a model stands for, by their path in the project. */
export function generatedFiles(model: ServiceModel): Map<string, string> {
  checkOperations(model);
  const declarations = new Declarations(model);
  const placed = new Map<string, string>();
  const files = new Map<string, string>();
  for (const { file, roots } of rooms) {
    const path = join(FOLDER, file);
    const here = [...reach(model, roots)].filter(
      (name) => isNamed(shapeOf(model, name)) && !placed.has(declarations.nameOf(name)),
    );
    for (const name of here) placed.set(declarations.nameOf(name), path);
    const body = here.map((name) => declarations.declare(name)).join("\n");
    files.set(path, `${HEADER}${importsOf(path, body, placed)}\n${body}`);
  }
  files.set(join(FOLDER, "messages/blobs.ts"), `${HEADER}${sharedBlobsModule(model)}`);
  for (const [folder, operations] of Object.entries(folders)) {
    const text = membersModule(model, declarations, operations);
    files.set(join(FOLDER, folder, "members.ts"), `${HEADER}${text}`);
  }
  return new Map([...files].map(([path, text]) => [path, formatted(path, text)]));
}

function checkOperations(model: ServiceModel): void {
  const known = [...excluded, ...Object.values(folders).flat()];
  const unknown = Object.keys(model.operations).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`rooms.ts has no place for the operations ${unknown.join(", ")}`);
  }
}

/** The imports of the names that `body` uses and does not declare. */
function importsOf(path: string, body: string, placed: ReadonlyMap<string, string>): string {
  const code = body.replace(/\/\*\*[\s\S]*?\*\//g, "").replace(/"[^"]*"/g, "");
  const used = new Set(code.match(/\b[A-Z]\w*/g));
  const from = new Map<string, string[]>();
  const add = (file: string, name: string): void => {
    if (file !== path && used.has(name)) from.set(file, [...(from.get(file) ?? []), name]);
  };
  for (const [file, names] of Object.entries(handwritten))
    for (const name of names) add(file, name);
  for (const [name, file] of placed) add(file, name);
  return [...from]
    .map(([file, names]) => {
      const to = relative(dirname(path), file);
      const specifier = to.startsWith(".") ? to : `./${to}`;
      return [specifier, `import type { ${names.sort().join(", ")} } from "${specifier}";\n`];
    })
    .sort(([a = ""], [b = ""]) => order(a) - order(b) || (a < b ? -1 : 1))
    .map(([, line]) => line)
    .join("");
}

/** Imports from further up come first. */
const order = (specifier: string): number => -specifier.split("../").length;

const formatted = (path: string, text: string): string =>
  execFileSync(
    join(root, "node_modules/.bin/biome"),
    ["check", "--write", `--stdin-file-path=${path}`],
    { cwd: root, encoding: "utf8", input: text },
  );
