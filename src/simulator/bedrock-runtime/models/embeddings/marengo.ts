import { isObject, objectAt, required, stringAt } from "../../../json.ts";
import { countTokens } from "../../reply/tokens.ts";
import type { OtherModel } from "../model.ts";
import { vectorOf } from "./vectors.ts";

const DIMENSIONS_2 = 1024;
const DIMENSIONS_3 = 512;

/**
 * TwelveLabs Marengo, of a text, an image or both; films and sounds are for StartAsyncInvoke. What
 * version 3 has in a member named after the type, version 2.7 has in the body itself.
 *
 * Source: "TwelveLabs Marengo Embed" in the Amazon Bedrock User Guide.
 */
export const marengo: OtherModel = {
  answer(body, { modelId }) {
    required(body.inputType, "inputType");
    const inputType = stringAt(body, "inputType");
    const input = isObject(body[inputType]) ? objectAt(body, inputType) : body;
    const text = stringAt(input, "inputText");
    if (inputType === "text") required(input.inputText, "inputText");
    else required(input.mediaSource, "mediaSource");
    const media = JSON.stringify(input.mediaSource ?? "");
    const dimensions = modelId.includes("embed-2") ? DIMENSIONS_2 : DIMENSIONS_3;
    return {
      inputTokens: countTokens(text),
      outputTokens: undefined,
      whole: {
        data: [{ embedding: vectorOf(inputType === "text" ? text : text + media, dimensions) }],
      },
    };
  },
};
