import {
  isObject,
  type JsonObject,
  limitAt,
  malformed,
  objectAt,
  required,
  stringAt,
} from "../../../json.ts";
import { countTokens } from "../../reply/tokens.ts";
import type { OtherModel } from "../model.ts";
import { vectorOf } from "./vectors.ts";

const DIMENSIONS = 3072;

/** Amazon Nova Multimodal Embeddings, one at a time: of a text, an image, a sound or a video. */
export const novaEmbed: OtherModel = {
  answer(body) {
    required(body.taskType, "taskType");
    if (body.taskType !== "SINGLE_EMBEDDING") {
      throw malformed(`#/taskType: ${JSON.stringify(body.taskType)} is not a valid enum value`);
    }
    required(body.singleEmbeddingParams, "singleEmbeddingParams");
    const params = objectAt(body, "singleEmbeddingParams");
    required(params.embeddingPurpose, "singleEmbeddingParams/embeddingPurpose");
    const dimensions = limitAt(params, "embeddingDimension", DIMENSIONS, DIMENSIONS);
    const parts = partsOf(params);
    return {
      inputTokens: countTokens(stringAt(objectAt(params, "text"), "value")),
      outputTokens: undefined,
      whole: {
        embeddings: parts.map(([embeddingType, seed]) => ({
          embeddingType,
          embedding: vectorOf(seed, dimensions),
        })),
      },
    };
  },
};

/** What is embedded, by the type that the answer says. */
function partsOf(params: JsonObject): [type: string, seed: string][] {
  for (const kind of ["text", "image", "audio", "video"]) {
    const part = params[kind];
    if (!isObject(part)) continue;
    const seed = stringAt(part, "value") || JSON.stringify(part.source ?? null);
    if (kind !== "video") return [[kind.toUpperCase(), seed]];
    return part.embeddingMode === "AUDIO_VIDEO_COMBINED"
      ? [["AUDIO_VIDEO_COMBINED", seed]]
      : [
          ["VIDEO", seed],
          ["AUDIO", `${seed} audio`],
        ];
  }
  throw malformed("#/singleEmbeddingParams: required key [text] not found");
}
