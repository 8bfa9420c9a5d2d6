import {
  isNamed,
  membersOf,
  reach,
  type ServiceModel,
  shapeOf,
} from "../helpers/service-model/service-model.ts";
import { docstrings } from "./docstrings/docstrings.ts";
import { rooms } from "./rooms.ts";

/** The docstring of a shape or a member; `""` if there is none yet. */
export function docstringOf(shape: string, member?: string): string {
  const docstring = docstrings[shape];
  return (member === undefined ? docstring?.[0] : docstring?.[1][member]) ?? "";
}

const keyOf = (shape: string, member?: string): string =>
  member === undefined ? shape : `${shape}.${member}`;

/** Every shape and member that types are made of, such as `"Message"` and `"Message.role"`. */
const documentable = (model: ServiceModel): string[] =>
  [
    ...reach(
      model,
      rooms.flatMap(({ roots }) => roots),
    ),
  ].flatMap((name) => {
    const shape = shapeOf(model, name);
    if (!isNamed(shape)) return [];
    return [name, ...membersOf(model, shape).map(([member]) => keyOf(name, member))];
  });

const documented = (): string[] =>
  Object.entries(docstrings).flatMap(([shape, [, members]]) => [
    shape,
    ...Object.keys(members).map((member) => keyOf(shape, member)),
  ]);

/** What the model has and docstrings/ has no words for. */
export function undocumented(model: ServiceModel): string[] {
  const have = new Set(documented());
  return documentable(model).filter((key) => !have.has(key));
}

/** What docstrings/ has words for and the model does not have. */
export function outdated(model: ServiceModel): string[] {
  const has = new Set(documentable(model));
  return documented().filter((key) => !has.has(key));
}
