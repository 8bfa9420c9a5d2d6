import { arrayAt, isObject, type JsonObject, objectAt, stringAt } from "../../json.ts";
import { validationException } from "../../service-error.ts";
import type { ConverseTraits } from "../models/model.ts";

/**
 * Checks a conversation as Converse does before it asks the model. What a model adds to that is its
 * family's own, by `traits.check`.
 *
 * What Converse does about tools that are given twice, about documents without text beside them, and
 * about a tool choice that names no tool of a model other than Claude is not known, so it passes.
 *
 * @throws ServiceError for the first thing that is wrong.
 */
export function checkConversation(input: JsonObject, traits: ConverseTraits): void {
  const messages = arrayAt(input, "messages").filter(isObject);
  checkTurns(messages, traits);
  for (const [index, message] of messages.entries()) checkContent(index, message);
  checkTools(messages, input);
  traits.check?.(input);
}

function checkTurns(messages: readonly JsonObject[], { joinsTurns }: ConverseTraits): void {
  if (messages[0]?.role !== "user") {
    throw validationException(
      "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
    );
  }
  if (joinsTurns) return;
  const repeats = messages.some(({ role }, index) => role === messages[index + 1]?.role);
  if (repeats) {
    throw validationException(
      "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.",
    );
  }
}

function checkContent(index: number, message: JsonObject): void {
  const content = arrayAt(message, "content");
  if (content.length === 0) {
    throw validationException(
      `The content field in the Message object at messages.${index} is empty. Add a ContentBlock object to the content field and try again.`,
    );
  }
  for (const [at, block] of content.entries()) {
    if (!isObject(block)) continue;
    if (typeof block.text === "string" && block.text.trim() === "") {
      throw validationException(
        `The text field in the ContentBlock object at messages.${index}.content.${at} is blank. Add text to the text field, and try again.`,
      );
    }
    const result = objectAt(block, "toolResult");
    if (result.status === "error" && arrayAt(result, "content").length === 0) {
      throw validationException(
        `The content field at messages.${index}.content.${at}.toolResult cannot be empty when status value is error.`,
      );
    }
  }
}

/** Every `toolUse` has its `toolResult` in the next turn, except those that the service itself ran. */
function checkTools(messages: readonly JsonObject[], input: JsonObject): void {
  const turns = messages.map((message) => {
    const blocks = arrayAt(message, "content").filter(isObject);
    const ids = (name: string) =>
      blocks.flatMap((block) =>
        isObject(block[name]) ? [stringAt(objectAt(block, name), "toolUseId")] : [],
      );
    return { role: message.role, used: ids("toolUse"), given: ids("toolResult") };
  });
  const usesTools = turns.some(({ used, given }) => used.length > 0 || given.length > 0);
  if (usesTools && !isObject(input.toolConfig)) {
    throw validationException(
      "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
    );
  }
  for (const [index, { role, used, given }] of turns.entries()) {
    if (role === "assistant") continue;
    const before = turns[index - 1];
    const expected = (before?.used ?? []).filter((id) => !before?.given.includes(id));
    const missing = expected.filter((id) => !given.includes(id));
    if (missing.length > 0) {
      throw validationException(
        `Expected toolResult blocks at messages.${index}.content for the following Ids: ${missing.join(", ")}`,
      );
    }
    if (given.length > expected.length + used.length) {
      throw validationException(
        `The number of toolResult blocks at messages.${index}.content exceeds the number of toolUse blocks of previous turn.`,
      );
    }
  }
}
