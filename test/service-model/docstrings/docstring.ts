/** What a shape is, and what each of its members is. */
export type Docstring = readonly [shape: string, members: { readonly [member: string]: string }];

/** By the name of the shape in the service model. */
export interface Docstrings {
  readonly [shape: string]: Docstring;
}
