/** Something that the page does for a model. */
export interface Tool {
  readonly name: string;
  /** What it does, in words for the model. */
  readonly description: string;
  /** The JSON Schema of its input. */
  readonly input: object;
  /**
   * Does it.
   *
   * @param input what the model wrote: nothing holds it to the schema
   * @throws what the model is to be told
   */
  run(input: unknown): string;
}
