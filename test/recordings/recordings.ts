import { readdirSync } from "node:fs";
import { haveShared, sharedJson, sharedPath } from "../shared.ts";

/** A recorded exchange with the real service. */
export interface Recording {
  readonly name: string;
  readonly request: { readonly method: string; readonly path: string; readonly body: string };
  readonly response: {
    readonly status: number;
    readonly headers: { readonly [name: string]: string };
    readonly bodyBase64: string;
  };
}

/** All of them; none where the reference data is not at hand. */
export const recordings: readonly Recording[] = haveShared
  ? readdirSync(sharedPath("recordings")).map((file) => ({
      name: file.replace(/\.json$/, ""),
      ...sharedJson<Omit<Recording, "name">>(`recordings/${file}`),
    }))
  : [];

export const recordedBody = ({ response }: Recording): Uint8Array =>
  new Uint8Array(Buffer.from(response.bodyBase64, "base64"));
