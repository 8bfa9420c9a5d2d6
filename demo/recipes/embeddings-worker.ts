/**
 * Embeddings in a Cloudflare Worker: documents are embedded in batches, written to Vectorize, and found
 * again by a question. A batch of Vectorize may have 1,000 vectors, one of Cohere's 96 texts.
 *
 *     [[vectorize]]
 *     binding = "VECTORIZE"
 *     index_name = "documents"    # 1,536 dimensions, cosine
 */
import type { BedrockRuntime } from "bedrock-fetch";

/** What this takes of a Vectorize index. */
export interface VectorIndex {
  upsert(vectors: Vector[]): Promise<unknown>;
  query(
    values: number[],
    options: { topK: number; returnMetadata: "all" },
  ): Promise<{ matches: { id: string; score: number; metadata?: Record<string, unknown> }[] }>;
}

interface Vector {
  id: string;
  values: number[];
  metadata: { text: string };
}

const MODEL_ID = "us.cohere.embed-v4:0";
const TEXTS_PER_REQUEST = 96;
const REQUESTS_AT_ONCE = 4;

/** Embeds and stores documents, by their ids: one that is stored again is replaced. */
export async function store(
  bedrock: BedrockRuntime,
  index: VectorIndex,
  documents: readonly { id: string; text: string }[],
): Promise<void> {
  const batches = inBatches(documents, TEXTS_PER_REQUEST);
  for (const group of inBatches(batches, REQUESTS_AT_ONCE)) {
    const vectors = await Promise.all(
      group.map(async (batch): Promise<Vector[]> => {
        const embeddings = await embed(
          bedrock,
          batch.map(({ text }) => text),
          "search_document",
        );
        return batch.map(({ id, text }, at) => ({
          id,
          values: embeddings[at]!,
          metadata: { text },
        }));
      }),
    );
    await index.upsert(vectors.flat());
  }
}

/** The documents that are closest to a question, best first. */
export async function search(
  bedrock: BedrockRuntime,
  index: VectorIndex,
  question: string,
): Promise<{ id: string; score: number; text: string }[]> {
  const [values] = await embed(bedrock, [question], "search_query");
  const { matches } = await index.query(values!, { topK: 5, returnMetadata: "all" });
  return matches.map(({ id, score, metadata }) => ({ id, score, text: String(metadata?.text) }));
}

async function embed(
  bedrock: BedrockRuntime,
  texts: readonly string[],
  inputType: "search_document" | "search_query",
): Promise<number[][]> {
  const { body } = await bedrock.invokeModel({
    modelId: MODEL_ID,
    body: { texts: [...texts], input_type: inputType, embedding_types: ["float"] },
  });
  const { embeddings } = body.json<{ embeddings: { float: number[][] } }>();
  return embeddings.float;
}

function inBatches<T>(items: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < items.length; at += size) batches.push(items.slice(at, at + size));
  return batches;
}
