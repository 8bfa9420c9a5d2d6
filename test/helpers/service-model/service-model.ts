/** A service model as AWS publishes it, as far as the types need it. */
export interface ServiceModel {
  readonly operations: { readonly [name: string]: OperationModel };
  readonly shapes: { readonly [name: string]: Shape };
}

interface OperationModel {
  readonly name: string;
  readonly input: Reference;
  readonly output: Reference;
}

interface Reference {
  readonly shape: string;
}

export interface Member extends Reference {
  readonly location?: "uri" | "querystring" | "header";
  readonly idempotencyToken?: boolean;
}

export interface Limited {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

export interface Structure {
  readonly type: "structure";
  readonly members: { readonly [name: string]: Member };
  readonly required?: readonly string[];
  readonly union?: boolean;
  readonly document?: boolean;
  readonly eventstream?: boolean;
  readonly exception?: boolean;
}

interface List extends Limited {
  readonly type: "list";
  readonly member: Reference;
}

export interface StringMap extends Limited {
  readonly type: "map";
  readonly key: Reference;
  readonly value: Reference;
}

interface Text extends Limited {
  readonly type: "string";
  readonly enum?: readonly string[];
}

interface Simple extends Limited {
  readonly type: "blob" | "boolean" | "double" | "float" | "integer" | "long" | "timestamp";
}

export type Shape = Structure | List | StringMap | Text | Simple;

export function shapeOf(model: ServiceModel, name: string): Shape {
  const shape = model.shapes[name];
  if (!shape) throw new Error(`The model has no shape ${name}`);
  return shape;
}

/** The members of a structure, but for exceptions: these are classes of their own. */
export const membersOf = (model: ServiceModel, structure: Structure): [string, Member][] =>
  Object.entries(structure.members).filter(([, { shape: name }]) => {
    const shape = shapeOf(model, name);
    return !(shape.type === "structure" && shape.exception);
  });

/** Whether a shape is written as a type with a name: structures and unions, but not documents. */
export const isNamed = (shape: Shape): shape is Structure =>
  shape.type === "structure" && !shape.document;

function* targetsOf(model: ServiceModel, shape: Shape): Generator<string> {
  if (shape.type === "structure") {
    for (const [, { shape: target }] of membersOf(model, shape)) yield target;
  } else if (shape.type === "list") {
    yield shape.member.shape;
  } else if (shape.type === "map") {
    yield shape.key.shape;
    yield shape.value.shape;
  }
}

/** The shapes that `roots` need, themselves included, in the order in which they are met. */
export function reach(model: ServiceModel, roots: Iterable<string>): Set<string> {
  const met = new Set<string>();
  const visit = (name: string): void => {
    if (met.has(name)) return;
    met.add(name);
    for (const target of targetsOf(model, shapeOf(model, name))) visit(target);
  };
  for (const root of roots) visit(root);
  return met;
}
