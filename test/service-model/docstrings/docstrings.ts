/** What a shape is, and what each of its members is. */
export type Docstring = readonly [shape: string, members: { readonly [member: string]: string }];

export interface Docstrings {
  readonly [shape: string]: Docstring;
}

const docstrings: Docstrings = {};

export function docstringOf(shape: string, member?: string): string {
  const docstring = docstrings[shape];
  return (member === undefined ? docstring?.[0] : docstring?.[1][member]) ?? "TODO";
}
