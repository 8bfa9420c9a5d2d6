import { assert } from "../../helpers/assert.ts";
import { CLAUDE, clientOf, decode } from "../calls.ts";
import type { SetModule } from "../context.ts";

/** Base64 of chunks, with and without the runtime's own `Uint8Array.fromBase64`. */
const base64: SetModule = (context) => {
  const { it, setting } = context;
  const native = "fromBase64" in Uint8Array ? "with" : "without";
  const named = (name: string): string => `${name}, ${native} Uint8Array.fromBase64`;

  /** What becomes of documents that the server puts into frames. */
  const roundTrip = async (path: string, documents: readonly string[]): Promise<string[]> => {
    const client = clientOf(context, { endpoint: `${setting.server}/${path}` });
    const { body } = await client.invokeModelWithResponseStream({
      modelId: CLAUDE,
      body: JSON.stringify(documents),
    });
    const got: string[] = [];
    for await (const { chunk } of body) {
      assert.equal(Object.getPrototypeOf(chunk.bytes), Uint8Array.prototype);
      got.push(decode(chunk.bytes));
    }
    return got;
  };

  for (const [path, frames] of [
    ["chunks", "the common frame"],
    ["chunks/reordered", "any other frame"],
  ] as const) {
    it(named(`every length, in ${frames}`), async () => {
      const documents = Array.from({ length: 200 }, (_, i) => JSON.stringify("x".repeat(i)));
      assert.deepEqual(await roundTrip(path, documents), documents);
    });

    it(named(`every character, in ${frames}`), async () => {
      const documents: string[] = [];
      for (let code = 0; code < 0x11_0000; code += 0x800) {
        if (code === 0xd800) continue;
        const characters = Array.from({ length: 0x40 }, (_, i) => String.fromCodePoint(code + i));
        documents.push(JSON.stringify(characters.join("")));
      }
      assert.deepEqual(await roundTrip(path, documents), documents);
    });

    it(named(`a megabyte, in ${frames}`), async () => {
      const documents = [JSON.stringify("0123456789abcdef".repeat(60_000))];
      assert.deepEqual(await roundTrip(path, documents), documents);
    });
  }
};

export default base64;
