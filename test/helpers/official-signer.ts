import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { ReceivedRequest } from "./http-server.ts";

export interface Identity {
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** Node's SHA-256 in the shape that the signer asks for. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    if (secret === undefined) this.#hash = createHash("sha256");
    else this.#hash = createHmac("sha256", bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    throw new Error("not needed");
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === "string") return Buffer.from(data);
  if (ArrayBuffer.isView(data))
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(data);
}

/**
 * The Authorization that AWS's own signer computes for a request as it was received: its path, its
 * headers, its body. Which headers are signed is read from the request; that the right ones are is
 * for the test to say.
 */
export async function officialAuthorization(
  { method, target, headers, body }: ReceivedRequest,
  { region, credentials }: Identity,
): Promise<string> {
  const date = headers["x-amz-date"] as string;
  const signed = signedHeaders(headers.authorization!);
  const signer = new SignatureV4({
    service: "bedrock",
    region,
    credentials,
    sha256: Sha256,
    applyChecksum: signed.includes("x-amz-content-sha256"),
  });
  const request = await signer.sign(
    {
      method,
      protocol: "http:",
      hostname: "unused",
      path: target.split("?")[0]!,
      query: queryOf(target),
      headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
      body,
    },
    {
      signingDate: new Date(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z")),
    },
  );
  return request.headers.authorization!;
}

/** Its parameters, those of one name as a list. */
function queryOf(target: string): Record<string, string[]> {
  const { searchParams } = new URL(target, "http://unused");
  return Object.fromEntries([...searchParams.keys()].map((key) => [key, searchParams.getAll(key)]));
}

export const signedHeaders = (authorization: string): string[] =>
  /SignedHeaders=([^,]*)/.exec(authorization)![1]!.split(";");
