import {
  arrayAt,
  isObject,
  type Json,
  limitAt,
  malformed,
  required,
  stringAt,
} from "../../json.ts";
import { seededRandom } from "../../random.ts";
import { similarity } from "./embeddings/vectors.ts";
import type { OtherModel } from "./model.ts";

/** Cohere's and Amazon's Rerank: documents by how much they have in common with the query. */
export const rerank: OtherModel = {
  answer(body) {
    required(body.query, "query");
    required(body.documents, "documents");
    const query = stringAt(body, "query");
    const documents = arrayAt(body, "documents").map(textOf);
    if (documents.length === 0)
      throw malformed("#/documents: expected minimum item count: 1, found: 0");
    const results = documents
      .map((document, index) => ({ index, relevance_score: score(query, document) }))
      .sort((a, b) => b.relevance_score - a.relevance_score);
    const whole = { results: results.slice(0, limitAt(body, "top_n", documents.length)) };
    return { inputTokens: undefined, outputTokens: undefined, whole };
  },
};

/** What a document has in common with the query, and a little of its own, so that no two score the same. */
function score(query: string, document: string): number {
  const own = seededRandom(`${query}\n${document}`)() * 0.05;
  return Math.round((similarity(query, document) * 0.94 + own) * 1e8) / 1e8;
}

const textOf = (document: Json): string =>
  typeof document === "string" ? document : isObject(document) ? JSON.stringify(document) : "";
