import type { BadChunkFault } from "./fault.ts";

/** How a kind of stream writes what can go wrong in it. */
export interface StreamForm {
  readonly contentType: string;
  /** An exception of the service, by its name within a stream. */
  exception(
    name: string,
    members: { readonly message: string } & Readonly<Record<string, unknown>>,
  ): Uint8Array<ArrayBuffer>;
  /** A failure that the service model does not know. */
  error(code: string, message: string): Uint8Array<ArrayBuffer>;
  /** An event of any type. */
  event(name: string, json: string): Uint8Array<ArrayBuffer>;
  /** An event of a type that the stream has, with a payload that cannot be read. */
  bad(kind: BadChunkFault["kind"], event: string | undefined): Uint8Array<ArrayBuffer>;
  /** A frame with another length than its own, where frames say their length. */
  mislabeled?(
    frame: Uint8Array<ArrayBuffer>,
    total: number | undefined,
    headers: number | undefined,
  ): Uint8Array<ArrayBuffer>;
}
