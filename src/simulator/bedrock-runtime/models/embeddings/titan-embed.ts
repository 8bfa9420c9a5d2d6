import {
  type JsonObject,
  limitAt,
  objectAt,
  required,
  stringAt,
  stringsAt,
} from "../../../json.ts";
import { countTokens } from "../../reply/tokens.ts";
import type { OtherModel } from "../model.ts";
import { vectorOf } from "./vectors.ts";

const DIMENSIONS_V1 = 1536;
const DIMENSIONS_V2 = 1024;

/** Amazon Titan Text Embeddings. They cannot be streamed. */
export const titanEmbed: OtherModel = {
  answer(body, { modelId }) {
    required(body.inputText, "inputText");
    const text = stringAt(body, "inputText");
    const inputTextTokenCount = countTokens(text);
    return {
      inputTokens: inputTextTokenCount,
      outputTokens: undefined,
      whole: modelId.includes("-v2")
        ? { ...secondVersion(body, text), inputTextTokenCount }
        : { embedding: vectorOf(text, DIMENSIONS_V1), inputTextTokenCount },
    };
  },
};

/** Floats are in `embedding` as well; bits, one number each here, only under their type. */
function secondVersion(body: JsonObject, text: string): object {
  const vector = vectorOf(text, limitAt(body, "dimensions", DIMENSIONS_V2, DIMENSIONS_V2));
  const types = Array.isArray(body.embeddingTypes) ? stringsAt(body, "embeddingTypes") : ["float"];
  const embeddingsByType = Object.fromEntries(
    types.map((type) => [type, type === "binary" ? vector.map((it) => Number(it > 0)) : vector]),
  );
  return { ...(types.includes("float") && { embedding: vector }), embeddingsByType };
}

const DIMENSIONS_IMAGE = 1024;

/** Amazon Titan Multimodal Embeddings: of a text, an image, or both. */
export const titanEmbedImage: OtherModel = {
  answer(body) {
    const image = stringAt(body, "inputImage");
    const text = stringAt(body, "inputText");
    if (image === "") required(body.inputText, "inputText");
    const config = objectAt(body, "embeddingConfig");
    const dimensions = limitAt(config, "outputEmbeddingLength", DIMENSIONS_IMAGE, DIMENSIONS_IMAGE);
    const inputTextTokenCount = countTokens(text);
    return {
      inputTokens: inputTextTokenCount,
      outputTokens: undefined,
      whole: { embedding: vectorOf(text + image, dimensions), inputTextTokenCount, message: null },
    };
  },
};
