import { limitAt, required, stringAt } from "../../json.ts";
import { seededRandom } from "../../random.ts";
import { countTokens } from "../reply/tokens.ts";
import type { OtherModel } from "./model.ts";

const DIMENSIONS_V1 = 1536;
const DIMENSIONS_V2 = 1024;

/** Amazon Titan Text Embeddings: a vector that is the same for the same text. It cannot be streamed. */
export const titanEmbed: OtherModel = {
  answer(body, { modelId }) {
    required(body.inputText, "inputText");
    const text = stringAt(body, "inputText");
    const dimensions = modelId.includes("-v2")
      ? limitAt(body, "dimensions", DIMENSIONS_V2)
      : DIMENSIONS_V1;
    const random = seededRandom(text);
    const inputTokens = countTokens(text);
    return {
      inputTokens,
      outputTokens: undefined,
      whole: {
        embedding: Array.from(
          { length: dimensions },
          () => Math.round((random() * 2 - 1) * 1e6) / 1e6,
        ),
        inputTextTokenCount: inputTokens,
      },
    };
  },
};
