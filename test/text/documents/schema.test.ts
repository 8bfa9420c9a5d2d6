import { type AnswerChunk, AnswerDocumentStream, documents } from "bedrock-fetch/text";
import * as v from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { all, bodyOf, encode } from "../bodies.ts";

const hello = [
  { generation: "Hel" },
  { generation: "lo" },
  { generation: ".", stop_reason: "stop" },
];

describe("documents with a schema", () => {
  const Llama = v.object({
    generation: v.pipe(
      v.string(),
      v.transform((text) => text.length),
    ),
  });

  it("yields what the schema makes of each", async () => {
    const lengths = documents(bodyOf(...hello), Llama);
    expectTypeOf(lengths).toEqualTypeOf<AsyncGenerator<{ generation: number }, void, undefined>>();
    expect(await all(lengths)).toEqual([{ generation: 3 }, { generation: 2 }, { generation: 1 }]);

    const piped = bodyOf(...hello).pipeThrough(new AnswerDocumentStream(Llama));
    expectTypeOf(piped).toEqualTypeOf<ReadableStream<{ generation: number }>>();
    expect(await all(piped)).toHaveLength(3);
  });

  it.each([null, 5, {}, { type: "object" }, { "~standard": {} }])(
    "refuses what is not a schema, by name: %j",
    (schema) => {
      const refusal = expect.objectContaining({ code: "INVALID_ARGUMENT", field: "schema" });
      expect(() => documents(bodyOf({}), schema as never)).toThrow(refusal);
      expect(() => new AnswerDocumentStream(schema as never)).toThrow(refusal);
    },
  );

  it("waits for one that takes its time", async () => {
    const later = v.pipeAsync(
      v.unknown(),
      v.transformAsync(async () => "checked"),
    );
    expect(await all(documents(bodyOf({}, {}), later))).toEqual(["checked", "checked"]);
  });

  it("says which document does not fit, where, and cancels", async () => {
    let canceled = false;
    const chunks = encode([{ generation: "Hi" }, { generation: null }]).values();
    const body = new ReadableStream<AnswerChunk>({
      pull: (it) => it.enqueue({ chunk: { bytes: chunks.next().value } }),
      cancel: () => {
        canceled = true;
      },
    });
    const error = await all(documents(body, Llama)).catch((error: unknown) => error);
    expect(error).toMatchObject({
      code: "SCHEMA_MISMATCH",
      documentsRead: 1,
      message: expect.stringMatching(
        /^Document 2 of the answer does not fit the schema, at generation: Invalid type/,
      ),
      cause: [expect.objectContaining({ message: expect.any(String) })],
    });
    expect(canceled).toBe(true);
  });
});
