import {
  membersOf,
  type ServiceModel,
  type Structure,
  shapeOf,
} from "../helpers/service-model/service-model.ts";
import type { Declarations } from "./declarations.ts";
import { sharedBlobs } from "./rooms.ts";

/** Where blobs and timestamps lie below a shape. */
type Tree = "blob" | "timestamp" | Branch;

interface Branch {
  readonly shape: string;
  readonly members: { readonly [member: string]: Tree };
}

function treeOf(model: ServiceModel, name: string): Tree | undefined {
  const shape = shapeOf(model, name);
  switch (shape.type) {
    case "blob":
    case "timestamp":
      return shape.type;
    case "list":
      if (shapeOf(model, shape.member.shape).type === "list" && treeOf(model, shape.member.shape)) {
        throw new Error(`${name}: bytes or dates within lists of lists are not converted`);
      }
      return treeOf(model, shape.member.shape);
    case "map":
      if (treeOf(model, shape.value.shape)) {
        throw new Error(`${name}: Blobs has no word for bytes or dates within a map`);
      }
      return undefined;
    case "structure": {
      if (shape.document) return undefined;
      const members = membersOf(model, shape)
        // What does not travel in JSON is written by the operation itself.
        .filter(([, { location }]) => location === undefined)
        .flatMap(([member, { shape: target }]) => {
          const tree = treeOf(model, target);
          return tree ? [[member, tree] as const] : [];
        });
      return members.length > 0 ? { shape: name, members: Object.fromEntries(members) } : undefined;
    }
    default:
      return undefined;
  }
}

const constantOf = (name: string): string =>
  name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toUpperCase();

const sharedConstantOf = (shape: string): string => `${constantOf(shape)}_BLOBS`;

/** A module's constants, in which what occurs twice has a name. */
class Constants {
  readonly lines: string[] = [];
  readonly imports = new Set<string>();
  readonly #names = new Map<string, string>();
  readonly #shared: readonly string[];

  constructor(trees: readonly Tree[], shared: readonly string[]) {
    this.#shared = shared;
    const uses = new Map<string, { branch: Branch; count: number; shapes: Set<string> }>();
    const count = (tree: Tree): void => {
      if (typeof tree === "string" || shared.includes(tree.shape)) return;
      const key = this.#literal(tree);
      const use = uses.get(key) ?? { branch: tree, count: 0, shapes: new Set() };
      uses.set(key, use);
      use.count++;
      use.shapes.add(tree.shape);
      if (use.count === 1) Object.values(tree.members).forEach(count);
    };
    trees.forEach(count);
    const roots = new Set(trees);
    // Inner ones first: a constant names those before it.
    const inner = [...uses.values()].sort((a, b) => lengthOf(a.branch) - lengthOf(b.branch));
    for (const { branch, count: times, shapes } of inner) {
      if (times === 1 || roots.has(branch)) continue;
      const path = chain(branch);
      const name = shapes.size === 1 ? branch.shape : path?.join("_");
      if (name === undefined) continue;
      const literal = this.#literal(branch);
      this.lines.push(`const ${constantOf(name)}: Blobs = ${literal};`);
      this.#names.set(JSON.stringify(plain(branch)), constantOf(name));
    }
  }

  #literal(tree: Tree): string {
    if (typeof tree === "string") return tree;
    const members = Object.entries(tree.members).map(
      ([member, below]) => `${member}: ${this.expression(below)}`,
    );
    return `{ ${members.join(", ")} }`;
  }

  /** A tree, by name if it has one. */
  expression(tree: Tree): string {
    if (typeof tree !== "string" && this.#shared.includes(tree.shape)) {
      this.imports.add(sharedConstantOf(tree.shape));
      return sharedConstantOf(tree.shape);
    }
    return this.#names.get(JSON.stringify(plain(tree))) ?? this.#literal(tree);
  }

  export(name: string, types: readonly string[], expression: string): void {
    this.lines.push(
      "",
      `/** Where bytes and dates are in ${types.map((type) => `\`${type}\``).join(" or ")}. */`,
      `export const ${name}: Blobs = ${expression};`,
    );
  }
}

const plain = (tree: Tree): unknown =>
  typeof tree === "string"
    ? tree
    : Object.fromEntries(Object.entries(tree.members).map(([name, it]) => [name, plain(it)]));

const lengthOf = (tree: Tree): number => JSON.stringify(plain(tree)).length;

/** The members on the way to a single blob. */
function chain(tree: Tree): string[] | undefined {
  if (typeof tree === "string") return [];
  const [entry, ...others] = Object.entries(tree.members);
  const rest = entry && others.length === 0 ? chain(entry[1]) : undefined;
  return entry && rest && [entry[0], ...rest];
}

/** The import of what constants need of the protocol. */
function protocolImport(lines: readonly string[]): string {
  const names = ["blob", "timestamp"].filter((name) =>
    lines.some((line) => new RegExp(`Blobs = .*: ${name}\\b`).test(line)),
  );
  return names.length > 0
    ? `import { ${["type Blobs", ...names].join(", ")} } from "../../protocol/json/blobs.ts";`
    : `import type { Blobs } from "../../protocol/json/blobs.ts";`;
}

/** The module of the shapes with blobs that several operations share. */
export function sharedBlobsModule(model: ServiceModel): string {
  const trees = sharedBlobs.map((shape) => [shape, treeOf(model, shape)] as const);
  const constants = new Constants(
    trees.flatMap(([, tree]) => tree ?? []),
    [],
  );
  for (const [shape, tree] of trees) {
    if (tree) constants.export(sharedConstantOf(shape), [shape], constants.expression(tree));
  }
  return [protocolImport(constants.lines), "", ...constants.lines, ""].join("\n");
}

/** The module of what the client must know at run time of the members of operations. */
export function membersModule(
  model: ServiceModel,
  declarations: Declarations,
  operations: readonly string[],
): string {
  const required = new Map<string, string[]>();
  const trees: { of: string; tree: Tree }[] = [];
  for (const name of operations) {
    const operation = model.operations[name];
    if (!operation) throw new Error(`The model has no operation ${name}`);
    const input = structureOf(model, operation.input.shape);
    // A label is checked by what makes it a segment of the path.
    const names = JSON.stringify(
      (input.required ?? []).filter((member) => input.members[member]?.location !== "uri"),
    );
    if (names !== "[]") required.set(names, [...(required.get(names) ?? []), name]);
    for (const { shape } of [operation.input, operation.output]) {
      const tree = treeOf(model, shape);
      if (tree === undefined || typeof tree === "string") continue;
      const stream = Object.entries(structureOf(model, shape).members).find(
        ([, target]) =>
          shapeOf(model, target.shape).type === "structure" &&
          structureOf(model, target.shape).eventstream,
      );
      const events = stream && tree.members[stream[0]];
      trees.push(
        events
          ? { of: declarations.nameOf(stream[1].shape), tree: events }
          : { of: declarations.nameOf(shape), tree },
      );
    }
  }
  const constants = new Constants(
    trees.map(({ tree }) => tree),
    sharedBlobs,
  );
  // Two operations with the same members share what says so.
  for (const alike of Map.groupBy(trees, ({ tree }) => JSON.stringify(plain(tree))).values()) {
    const [{ of, tree } = { of: "", tree: undefined }] = alike;
    if (!tree) continue;
    const types = alike.map((it) => it.of);
    constants.export(`${constantOf(of)}_BLOBS`, types, constants.expression(tree));
  }
  const imports = [...constants.imports].sort();
  return [
    trees.length > 0 ? protocolImport(constants.lines) : "",
    imports.length > 0 ? `import { ${imports.join(", ")} } from "../messages/blobs.ts";` : "",
    "",
    ...[...required].flatMap(([names, [first = "", ...others]]) => [
      `/** The members that the input of ${[first, ...others].join(" or ")} must have, but for those in its path. */`,
      `export const ${constantOf(first)}_REQUIRED: readonly string[] = ${names};`,
      "",
    ]),
    ...constants.lines,
    "",
  ].join("\n");
}

function structureOf(model: ServiceModel, name: string): Structure {
  const shape = shapeOf(model, name);
  if (shape.type !== "structure") throw new Error(`${name} is not a structure`);
  return shape;
}
