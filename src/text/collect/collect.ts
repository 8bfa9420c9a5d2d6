import type { Answer, TextOptions } from "../documents/answer.ts";
import { readAnswer } from "../documents/read-answer.ts";
import type { AssistantMessage } from "../messages/turns.ts";
import { type CollectedAnswer, Collector } from "./collector.ts";

/**
 * The whole answer, once it is complete, with the assistant's turn as a message.
 *
 * Answers that are not streamed are read as well; tokens and latency of InvokeModel are in headers,
 * and in the document of some families only, so prefer what the client's answer says of them.
 *
 * `Message` is the type that `message` has in your requests; it is not checked.
 *
 * @throws DocumentError `NOT_JSON` or `IS_ERROR`
 * @throws InvalidArgumentError if `answer` is neither an answer nor its body
 * @throws what the body throws, such as an exception of the service in the stream
 *
 * @example
 * ```ts
 * import { type AnswerBody, collect } from "bedrock-fetch/text";
 *
 * export async function print(body: AnswerBody): Promise<void> {
 *   const { text, toolCalls, stopReason, usage } = await collect(body);
 *   console.log(text, toolCalls, stopReason, usage.outputTokens);
 * }
 * ```
 */
export async function collect<Message = AssistantMessage>(
  answer: Answer,
  options?: TextOptions,
): Promise<CollectedAnswer<Message>> {
  const collector = new Collector(options);
  const reading = readAnswer(answer, (document) => {
    collector.add(document);
    return [];
  });
  await reading.next();
  return collector.answer();
}
