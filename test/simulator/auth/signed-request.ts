import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { simulatorCredentials } from "bedrock-fetch/simulator";

/** What AWS's own signer wants of a hash. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash("sha256")
        : createHmac(
            "sha256",
            typeof secret === "string" ? secret : new Uint8Array(secret as ArrayBuffer),
          );
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer));
  }
  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }
  reset(): void {}
}

export interface SigningOptions {
  readonly region?: string;
  readonly service?: string;
  readonly date?: Date;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly headers?: Readonly<Record<string, string>>;
}

/** A POST as AWS's SDK signs it. */
export async function signedRequest(
  url: string,
  body: string,
  options: SigningOptions = {},
): Promise<Request> {
  const { region = "us-east-1", service = "bedrock", date = new Date() } = options;
  const { host, hostname, pathname, protocol } = new URL(url);
  const signer = new SignatureV4({
    region,
    service,
    sha256: Sha256,
    credentials: options.credentials ?? simulatorCredentials,
  });
  const signed = await signer.sign(
    {
      method: "POST",
      protocol,
      hostname,
      path: pathname,
      headers: { host, "content-type": "application/json", ...options.headers },
      body,
    },
    { signingDate: date },
  );
  return new Request(url, { method: "POST", headers: signed.headers, body });
}

export const claudeUrl =
  "https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-v2%3A1/invoke";

export const claudeBody: string = JSON.stringify({
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 200,
  messages: [{ role: "user", content: "Why is the sky blue?" }],
});
