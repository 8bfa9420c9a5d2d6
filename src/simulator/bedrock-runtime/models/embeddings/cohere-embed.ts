import {
  arrayAt,
  isObject,
  type Json,
  type JsonObject,
  limitAt,
  malformed,
  required,
  stringAt,
  stringsAt,
} from "../../../json.ts";
import { randomUuid } from "../../../random.ts";
import { countTokens } from "../../reply/tokens.ts";
import type { OtherModel } from "../model.ts";
import { quantized, vectorOf } from "./vectors.ts";

const DIMENSIONS_V3 = 1024;
const DIMENSIONS_V4 = 1536;

/**
 * Cohere Embed, version 3 (`cohere.embed-english-v3`, `cohere.embed-multilingual-v3`) and 4: of texts,
 * images, or in version 4 of both together.
 */
export const cohereEmbed: OtherModel = {
  answer(body, { modelId, random }) {
    required(body.input_type, "input_type");
    const inputs = inputsIn(body);
    const isFourth = modelId.includes("embed-v4");
    const dimensions = isFourth
      ? limitAt(body, "output_dimension", DIMENSIONS_V4, DIMENSIONS_V4)
      : DIMENSIONS_V3;
    const vectors = inputs.map((text) => vectorOf(text, dimensions));
    const types = stringsAt(body, "embedding_types");
    const id = randomUuid(random);
    const texts = stringsAt(body, "texts");
    const byType = () =>
      Object.fromEntries(
        (types.length === 0 ? ["float"] : types).map((type) => [
          type,
          vectors.map((vector) => quantized(vector, type)),
        ]),
      );
    return {
      inputTokens: inputs.reduce((sum, text) => sum + countTokens(text), 0),
      outputTokens: undefined,
      whole: isFourth
        ? { id, texts, embeddings: byType(), response_type: "embeddings_by_type" }
        : types.length > 0
          ? { embeddings: byType(), id, response_type: "embeddings_by_type", texts }
          : { embeddings: vectors, id, response_type: "embeddings_floats", texts },
    };
  },
};

function inputsIn(body: JsonObject): string[] {
  const inputs = [
    ...stringsAt(body, "texts"),
    ...stringsAt(body, "images"),
    ...arrayAt(body, "inputs").map(contentOf),
  ];
  if (inputs.length === 0) throw malformed("#: required key [texts] not found");
  return inputs;
}

const contentOf = (input: Json): string =>
  isObject(input)
    ? arrayAt(input, "content")
        .map((part) => (isObject(part) ? stringAt(part, "text") || JSON.stringify(part) : ""))
        .join("\n")
    : "";
