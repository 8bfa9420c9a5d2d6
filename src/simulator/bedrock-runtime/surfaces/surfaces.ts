import type { OperationName } from "../invocation-log.ts";
import { chatCompletions } from "./chat-completions.ts";
import { messages } from "./messages.ts";
import { responses } from "./responses.ts";
import type { Surface } from "./surface.ts";

/** The APIs of other vendors, by the names of their operations. */
export const surfaces: Readonly<Partial<Record<OperationName, Surface>>> = {
  Messages: messages,
  ChatCompletions: chatCompletions,
  Responses: responses,
};
