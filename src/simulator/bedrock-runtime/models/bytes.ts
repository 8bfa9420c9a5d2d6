import { limitAt } from "../../json.ts";
import { type OtherModel, untimed } from "./model.ts";

/**
 * A model of the simulator's own, `simulator.bytes-v1:0`, for measuring: the body
 * `{"chunks": N, "chunkBytes": M}` asks for a stream of N documents of exactly M bytes each (64 at
 * least), told apart by their number: `{"part":0,"of":3,"data":"abcd…"}`. The metrics trailer, which
 * is not counted, comes as a document of its own: `{"done":true,…}`.
 */
export const bytes: OtherModel = {
  answer(body) {
    const chunks = limitAt(body, "chunks", 1);
    const chunkBytes = Math.max(limitAt(body, "chunkBytes", 1024), 64);
    const letters = "abcdefghijklmnopqrstuvwxyz".repeat(Math.ceil(chunkBytes / 26));

    const part = (index: number) => {
      const empty = JSON.stringify({ part: index, of: chunks, data: "" });
      return { part: index, of: chunks, data: letters.slice(0, chunkBytes - empty.length) };
    };

    return {
      inputTokens: 1,
      outputTokens: chunks,
      whole: part(0),
      *documents() {
        for (let index = 0; index < chunks; index++) yield { document: part(index), tokens: 1 };
        yield untimed({ done: true });
      },
    };
  },
};
