import { describe, expect, it } from "vitest";
import { search, store, type VectorIndex } from "../../../demo/recipes/embeddings-worker.ts";
import { recorded } from "./recorded.ts";

/** What Vectorize does, for few vectors. */
class MemoryIndex implements VectorIndex {
  readonly vectors = new Map<string, { values: number[]; metadata: { text: string } }>();
  readonly batches: number[] = [];

  async upsert(vectors: Parameters<VectorIndex["upsert"]>[0]): Promise<void> {
    this.batches.push(vectors.length);
    for (const { id, values, metadata } of vectors) this.vectors.set(id, { values, metadata });
  }

  async query(values: number[], { topK }: { topK: number }) {
    const matches = [...this.vectors].map(([id, vector]) => ({
      id,
      score: cosine(values, vector.values),
      metadata: vector.metadata,
    }));
    return { matches: matches.toSorted((a, b) => b.score - a.score).slice(0, topK) };
  }
}

const dot = (a: number[], b: number[]) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
const cosine = (a: number[], b: number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

const documents = Array.from({ length: 1000 }, (_, at) => ({
  id: `document-${at}`,
  text: `What document ${at} says`,
}));

describe("the recipe for embeddings", () => {
  it("embeds in batches, and stores each text under its id with its own vector", async () => {
    const { bedrock, sent } = recorded();
    const index = new MemoryIndex();
    await store(bedrock, index, documents);

    expect(sent.map(({ texts }) => texts.length)).toEqual([...Array(10).fill(96), 40]);
    expect(sent.every((body) => body.input_type === "search_document")).toBe(true);
    expect(index.batches.every((length) => length <= 1000)).toBe(true);
    expect(index.vectors.size).toBe(1000);
    expect(new Set([...index.vectors.values()].map(({ values }) => values.length))).toEqual(
      new Set([1536]),
    );
  });

  it("finds a text by itself", async () => {
    const { bedrock, sent } = recorded();
    const index = new MemoryIndex();
    await store(bedrock, index, documents.slice(0, 50));
    const found = await search(bedrock, index, "What document 7 says");

    expect(found).toHaveLength(5);
    expect(found[0]).toMatchObject({ id: "document-7", text: "What document 7 says" });
    expect(sent.at(-1)).toMatchObject({ input_type: "search_query" });
  });

  it("stores nothing, and sends nothing, for no documents", async () => {
    const { bedrock, sent } = recorded();
    await store(bedrock, new MemoryIndex(), []);

    expect(sent).toEqual([]);
  });
});
