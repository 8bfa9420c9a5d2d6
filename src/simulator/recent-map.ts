/** A map that keeps its latest entries: a new one takes the place of the one that was set first. */
export class RecentMap<Key, Value> extends Map<Key, Value> {
  readonly #limit: number;

  constructor(limit = 10_000) {
    super();
    this.#limit = limit;
  }

  override set(key: Key, value: Value): this {
    // Set again, an entry is the latest.
    this.delete(key);
    if (this.size >= this.#limit) this.delete(this.keys().next().value!);
    return super.set(key, value);
  }
}
