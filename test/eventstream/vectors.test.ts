import { readdirSync, readFileSync } from "node:fs";
import { EventStreamDecoder, EventStreamError, type HeaderValue } from "bedrock-fetch/eventstream";
import { describe, expect, it } from "vitest";
import { decode } from "../helpers/eventstream/decode.ts";
import { haveShared, sharedJson, sharedPath } from "../helpers/shared.ts";

const folder = "reference/eventstream-vectors";
const names = (kind: string) =>
  haveShared ? readdirSync(sharedPath(`${folder}/encoded/${kind}`)) : [];
const encoded = (kind: string, name: string) =>
  new Uint8Array(readFileSync(sharedPath(`${folder}/encoded/${kind}/${name}`)));

interface Vector {
  readonly headers: readonly {
    readonly name: string;
    readonly type: number;
    readonly value: unknown;
  }[];
  readonly payload: string;
}

/** A decoded header as the vectors write it. */
function asVector({ type, value }: HeaderValue) {
  const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64");
  switch (type) {
    case "boolean":
      return { type: value ? 0 : 1, value };
    case "byte":
      return { type: 2, value };
    case "short":
      return { type: 3, value };
    case "integer":
      return { type: 4, value };
    case "long":
      return { type: 5, value: value.valueOf() };
    case "binary":
      return { type: 6, value: base64(value) };
    case "string":
      return { type: 7, value: base64(value) };
    case "timestamp":
      return { type: 8, value: value.getTime() };
    case "uuid":
      return { type: 9, value: Buffer.from(value.replaceAll("-", ""), "hex").toString("base64") };
  }
}

describe.skipIf(!haveShared)("the official event stream vectors", () => {
  it("are all here", () => {
    expect(names("positive")).toHaveLength(5);
    expect(names("negative")).toHaveLength(4);
  });

  it.each(names("positive"))("%s decodes to its JSON", (name) => {
    const vector = sharedJson<Vector>(`${folder}/decoded/positive/${name}`);
    const decoder = new EventStreamDecoder();
    const messages = [...decoder.push(encoded("positive", name))];
    decoder.end();
    expect(messages).toHaveLength(1);
    const { headers, body } = messages[0]!;
    expect(Object.entries(headers).map(([name, value]) => ({ name, ...asVector(value) }))).toEqual(
      vector.headers,
    );
    expect(Buffer.from(body).toString("base64")).toBe(vector.payload);
  });

  it.each(names("negative"))("%s fails for the named reason", (name) => {
    const reason = readFileSync(sharedPath(`${folder}/decoded/negative/${name}`), "utf8").trim();
    const code = { "Prelude checksum mismatch": "PRELUDE_CHECKSUM" as const }[reason];
    const { messages, error } = decode([encoded("negative", name)]);
    expect(messages).toEqual([]);
    expect(error).toBeInstanceOf(EventStreamError);
    expect(error).toMatchObject({
      code: code ?? (reason === "Message checksum mismatch" ? "MESSAGE_CHECKSUM" : reason),
      received: { frames: 0 },
      retryable: false,
    });
  });
});
