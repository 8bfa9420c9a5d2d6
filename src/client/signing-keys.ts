/** A cache for aws4fetch, which adds a signing key for each secret and day, and never takes one away. */
export class SigningKeys extends Map<string, ArrayBuffer> {
  override set(key: string, signingKey: ArrayBuffer): this {
    if (this.size >= 4) this.clear();
    return super.set(key, signingKey);
  }
}
