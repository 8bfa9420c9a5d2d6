import { checkConstraints, checkShape, type Shape } from "../constraints.ts";
import { isObject, type JsonObject, parseJsonInput, parseObject, stringAt } from "../json.ts";
import { ServiceError, validationException } from "../service-error.ts";
import { readConversation } from "./converse/conversation.ts";
import { conversation } from "./converse/converse-shapes.ts";
import { type Catalog, isProfile } from "./models/catalog.ts";
import { isChat } from "./models/model.ts";
import type { Operation } from "./operation.ts";
import { exchangeOf } from "./response/exchange.ts";
import { jsonResponse } from "./response/json-response.ts";
import { foundationModelId, MAX_FOUNDATION_MODEL_ID } from "./shapes.ts";

const request: Shape & { type: "structure" } = {
  type: "structure",
  required: ["input"],
  members: {
    input: {
      type: "structure",
      members: {
        invokeModel: { type: "structure", required: ["body"], members: { body: { type: "blob" } } },
        converse: { type: "structure", members: conversation },
      },
    },
  },
};

/** CountTokens: as many as the same request reports as its input's. */
export const countTokens: Operation = (call) => {
  const modelId = call.labels.modelId!;
  checkConstraints([
    ["modelId", modelId, { min: 1, max: MAX_FOUNDATION_MODEL_ID, pattern: foundationModelId }],
  ]);
  const operation = parseJsonInput(call.bytes);
  checkShape(operation, request);
  return async () => {
    const input = operation.input as JsonObject;
    if (modelId.startsWith("arn:") || isProfile(modelId)) throw cannotCount();
    const counted = isObject(input.converse)
      ? tokensOfConversation(call.models, modelId, input.converse)
      : tokensOfBody(call.models, modelId, input.invokeModel);
    const scripted = await call.script("");
    const inputTokens = scripted?.usage?.inputTokens ?? counted;
    call.entry.inputTokenCount = inputTokens;
    return jsonResponse({ inputTokens }, exchangeOf(call));
  };
};

function tokensOfConversation(models: Catalog, modelId: string, conversation: JsonObject): number {
  const { traits } = models.findConversing(modelId, { byAnyId: true });
  return readConversation(conversation, models.bareId(modelId), traits).inputTokens;
}

function tokensOfBody(models: Catalog, modelId: string, invocation: JsonObject[string]): number {
  if (!isObject(invocation)) {
    throw validationException("The input must have invokeModel or converse.");
  }
  const body = parseObject(decode(stringAt(invocation, "body")));
  const model = models.find(modelId, body, { byAnyId: true });
  if (!isChat(model)) throw cannotCount();
  return model.read(body, { modelId }).inputTokens;
}

function decode(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw new ServiceError("SerializationException", "The body is not valid base64.");
  }
}

const cannotCount = (): ServiceError =>
  validationException("The provided model doesn't support counting tokens.");
