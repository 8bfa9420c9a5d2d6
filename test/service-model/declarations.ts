import {
  isNamed,
  type Member,
  membersOf,
  reach,
  type ServiceModel,
  type Structure,
  shapeOf,
} from "../helpers/service-model/service-model.ts";
import { comment } from "./comment.ts";
import { docstringOf } from "./documentation.ts";
import { limitsOf } from "./limits.ts";
import { excluded, extended, renamed } from "./rooms.ts";

const EMPTY_BODY = "{\n}\n";
const REFERENCE = "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_";

/** From how many values on a set of strings is written once. */
const LONG_ENUM = 9;

/** What stands for the shapes of a model in TypeScript. */
export class Declarations {
  readonly #model: ServiceModel;
  /** Operations by the shape of their input or output. */
  readonly #inputs: ReadonlyMap<string, string>;
  readonly #outputs: ReadonlyMap<string, string>;
  /** What can be sent: only there do limits help, and do documents take any object. */
  readonly #sent: ReadonlySet<string>;
  readonly #received: ReadonlySet<string>;
  readonly #names: ReadonlyMap<string, string>;
  /** Where a long set of strings has been written, by its values. */
  readonly #enums = new Map<string, string>();

  constructor(model: ServiceModel) {
    this.#model = model;
    const operations = Object.values(model.operations).filter(
      ({ name }) => !excluded.includes(name),
    );
    this.#inputs = new Map(operations.map(({ name, input }) => [input.shape, name]));
    this.#outputs = new Map(operations.map(({ name, output }) => [output.shape, name]));
    this.#sent = reach(model, this.#inputs.keys());
    this.#received = reach(model, this.#outputs.keys());
    this.#names = new Map(
      [...this.#sent, ...this.#received].map((shape) => [shape, this.#nameFor(shape)]),
    );
    const names = [...this.#names.values()];
    const twice = names.filter((name, i) => names.indexOf(name) !== i);
    if (twice.length > 0) throw new Error(`rooms.ts: several shapes are named ${twice.join(", ")}`);
  }

  #nameFor(shape: string): string {
    const input = this.#inputs.get(shape);
    if (input) return `${input}Input`;
    const output = this.#outputs.get(shape);
    if (output) return `${output}Output`;
    for (const [name, operation] of this.#outputs) {
      const { members } = shapeOf(this.#model, name) as Structure;
      const streamed = Object.values(members).some((member) => member.shape === shape);
      if (streamed && this.#isStream(shape)) return `${operation}Event`;
    }
    return renamed[shape] ?? shape;
  }

  #isStream(name: string): boolean {
    const shape = shapeOf(this.#model, name);
    return shape.type === "structure" && shape.eventstream === true;
  }

  /** The name of a shape's type. */
  nameOf(shape: string): string {
    const name = this.#names.get(shape);
    if (!name) throw new Error(`No operation has the shape ${shape}`);
    return name;
  }

  /** A shape's type with its docstring. */
  declare(name: string): string {
    const shape = shapeOf(this.#model, name);
    if (!isNamed(shape)) throw new Error(`${name} has no type of its own`);
    const members = membersOf(this.#model, shape);
    const type = this.nameOf(name);
    const doc = this.#doc(name);
    if (members.length === 0) {
      return `${doc}export type ${type} = { readonly [member: string]: never };\n`;
    }
    if (shape.union || shape.eventstream) {
      const all = { ...shape, required: members.map(([member]) => member) };
      if (members.length === 1) return `${doc}export interface ${type} ${this.#body(name, all)}`;
      const listed = comment(
        `The members of {@link ${type}}, of which a value has exactly one.`,
        "",
      );
      return `${doc}export type ${type} = OneOf<${type}Members>;\n\n${listed}export interface ${type}Members ${this.#body(name, all)}`;
    }
    const base = this.#baseOf(name);
    if (base === undefined) return `${doc}export interface ${type} ${this.#body(name, shape)}`;
    const body = this.#body(name, shape, base);
    return body === EMPTY_BODY
      ? `${doc}export type ${type} = ${this.nameOf(base)};\n`
      : `${doc}export interface ${type} extends ${this.nameOf(base)} ${body}`;
  }

  /** The shape that this one extends, unless the model has taken a member from it. */
  #baseOf(name: string): string | undefined {
    const base = extended[name];
    const members = (shape: string) => membersOf(this.#model, this.#structure(shape));
    const own = new Set(members(name).map(([member]) => member));
    return base && members(base).every(([member]) => own.has(member)) ? base : undefined;
  }

  #structure(name: string): Structure {
    const shape = shapeOf(this.#model, name);
    if (shape.type !== "structure") throw new Error(`${name} is not a structure`);
    return shape;
  }

  /** All that is written of a member. */
  #written(name: string, memberName: string): string {
    const { members, required } = this.#structure(name);
    const member = members[memberName];
    return JSON.stringify([
      member && [this.#typeOf(member.shape, name), this.#limits(member)],
      required?.includes(memberName),
      docstringOf(name, memberName),
    ]);
  }

  #doc(name: string): string {
    const operation = this.#inputs.get(name) ?? this.#outputs.get(name);
    if (!operation) return comment(docstringOf(name), "");
    const part = this.#outputs.has(name) ? `#API_runtime_${operation}_ResponseSyntax` : "";
    return comment(`${docstringOf(name)}\n\n@see ${REFERENCE}${operation}.html${part}`, "");
  }

  #body(name: string, shape: Structure, base?: string): string {
    const own = membersOf(this.#model, shape).filter(
      ([memberName]) =>
        base === undefined || this.#written(name, memberName) !== this.#written(base, memberName),
    );
    const members = own.map(([memberName, member]) => {
      const isStream = this.#isStream(member.shape);
      const required = isStream || (shape.required?.includes(memberName) ?? false);
      const mark = required && !member.idempotencyToken ? "" : "?";
      const type = isStream
        ? `EventReadableStream<${this.nameOf(member.shape)}>`
        : this.#memberType(member.shape, name, `${this.nameOf(name)}["${memberName}"]`, required);
      const limits = this.#sent.has(name) ? this.#limits(member) : "";
      const doc = comment(`${docstringOf(name, memberName)}${limits}`, "  ");
      return `${doc}  readonly ${memberName}${mark}: ${type}${mark && " | undefined"};\n`;
    });
    if (this.#outputs.has(name)) {
      const doc = comment("The HTTP exchange: its status, its id, its attempts.", "  ");
      members.push(`${doc}  readonly $metadata: ResponseMetadata;\n`);
    }
    return `{\n${members.join("")}}\n`;
  }

  /** A long set of strings is written where a member must be one of it, and referred to elsewhere. */
  #memberType(name: string, container: string, path: string, required: boolean): string {
    const type = this.#typeOf(name, container);
    const shape = shapeOf(this.#model, name);
    if (shape.type !== "string" || (shape.enum?.length ?? 0) < LONG_ENUM) return type;
    const written = this.#enums.get(type);
    if (written === undefined && required) this.#enums.set(type, path);
    return written ?? type;
  }

  #limits({ shape }: Member): string {
    const limits = limitsOf(this.#model, shapeOf(this.#model, shape));
    return limits && ` ${limits.slice(0, 1).toUpperCase()}${limits.slice(1)}.`;
  }

  /** The type of what a shape holds, as a part of another. */
  #typeOf(name: string, container: string): string {
    const shape = shapeOf(this.#model, name);
    switch (shape.type) {
      case "structure":
        if (shape.document) return this.#received.has(container) ? "JsonValue" : "JsonBody";
        return this.nameOf(name);
      case "list":
        return `readonly ${this.#element(shape.member.shape, container)}[]`;
      case "map":
        return `{ readonly [key: string]: ${this.#typeOf(shape.value.shape, container)} }`;
      case "string":
        return shape.enum
          ? `Open<${shape.enum.map((value) => JSON.stringify(value)).join(" | ")}>`
          : "string";
      case "blob":
        return "Uint8Array";
      case "timestamp":
        return "Date";
      case "boolean":
        return "boolean";
      default:
        return "number";
    }
  }

  #element(name: string, container: string): string {
    const type = this.#typeOf(name, container);
    return /^[\w<>" |]+$/.test(type) && !type.startsWith("readonly ") ? type : `(${type})`;
  }
}
