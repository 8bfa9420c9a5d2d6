import { AwsV4Signer } from "aws4fetch";
import type { Credentials } from "../credentials/credentials.ts";
import { checkWebCrypto } from "../errors/unsupported-runtime-error.ts";
import { Clock } from "./clock.ts";

/** What a signature covers. */
export interface SignableRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
}

/** A cache for aws4fetch, which adds a signing key for each secret and day, and never takes one away. */
export class SigningKeys extends Map<string, ArrayBuffer> {
  override set(key: string, signingKey: ArrayBuffer): this {
    if (this.size >= 4) this.clear();
    return super.set(key, signingKey);
  }
}

/**
 * Signs requests for a region, by the service's clock.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export class SignatureV4 {
  readonly clock: Clock = new Clock();
  readonly #region: string;
  readonly #signingKeys = new SigningKeys();

  constructor(region: string) {
    this.#region = region;
  }

  /** The headers of a request, those of its signature included. */
  async sign(
    { method, url, headers, body }: SignableRequest,
    { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  ): Promise<Headers> {
    checkWebCrypto();
    const signer = new AwsV4Signer({
      method,
      url,
      headers,
      ...(body && { body }),
      accessKeyId,
      secretAccessKey,
      // aws4fetch takes undefined for no token, although its types do not say so.
      sessionToken: sessionToken!,
      service: "bedrock",
      region: this.#region,
      cache: this.#signingKeys,
      datetime: new Date(this.clock.now()).toISOString().replace(/[:-]|\.\d{3}/g, ""),
      allHeaders: true,
    });
    return (await signer.sign()).headers;
  }
}
