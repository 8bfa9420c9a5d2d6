/** Where a guest's identity id is kept. `localStorage` fits, and so does an asynchronous store. */
export interface IdentityStorage {
  getItem(key: string): string | null | undefined | Promise<string | null | undefined>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}

/**
 * The identity id that a pool assigned to a guest, so that the same guest comes back.
 *
 * A storage may refuse at any time (private windows, quotas, policies). Then the id lasts as long
 * as this object, which is all that a guest needs.
 */
export class GuestIdentity {
  readonly #storage: IdentityStorage | undefined;
  readonly #key: string;
  #id: string | undefined;

  constructor(identityPoolId: string, storage: IdentityStorage | undefined) {
    this.#storage = storage;
    this.#key = `bedrock-fetch:identity:${identityPoolId}`;
  }

  async recall(): Promise<string | undefined> {
    const stored = await this.#attempt((storage) => storage.getItem(this.#key));
    // What is stored may have been written by anyone.
    return isIdentityId(stored) ? stored : this.#id;
  }

  async remember(id: string): Promise<void> {
    this.#id = id;
    await this.#attempt((storage) => storage.setItem(this.#key, id));
  }

  async forget(): Promise<void> {
    this.#id = undefined;
    await this.#attempt((storage) => storage.removeItem(this.#key));
  }

  async #attempt(action: (storage: IdentityStorage) => unknown): Promise<unknown> {
    try {
      return this.#storage && (await action(this.#storage));
    } catch {
      return undefined;
    }
  }
}

/** The form that pool ids and identity ids share, by the service model. */
export const isIdentityId = (value: unknown): value is string =>
  typeof value === "string" && value.length <= 55 && /^[\w-]+:[\da-f-]+$/.test(value);
