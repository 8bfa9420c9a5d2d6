import { type AnswerBody, type AnswerEvent, events } from "bedrock-fetch/text";

interface Call {
  readonly id: string | undefined;
  readonly name: string;
  readonly arguments: string;
  readonly input: unknown;
}
/** Interim. */
export function reading(body: AnswerBody): AsyncIterable<AnswerEvent> & {
  answer: Promise<{ message: object | undefined; toolCalls: readonly Call[] }>;
} {
  const done = Promise.withResolvers<{ message: object | undefined; toolCalls: Call[] }>();
  done.promise.catch(() => {});
  async function* read() {
    const calls: Call[] = [];
    let text = "";
    let shape = "";
    try {
      for await (const event of events(body)) {
        const document = Object(event.document);
        if ("choices" in document) shape = "openai";
        if (document.type) shape = "claude";
        if (event.type === "text") text += event.text;
        if (event.type === "toolCallStop") calls.push(event);
        yield event;
      }
      const message =
        shape === "claude"
          ? {
              role: "assistant",
              content: [
                ...(text ? [{ type: "text", text }] : []),
                ...calls.map(({ id, name, input }) => ({ type: "tool_use", id, name, input })),
              ],
            }
          : shape === "openai"
            ? {
                role: "assistant",
                content: text,
                tool_calls: calls.map((c) => ({
                  id: c.id,
                  type: "function",
                  function: { name: c.name, arguments: c.arguments },
                })),
              }
            : {
                role: "assistant",
                content: [
                  ...(text ? [{ text }] : []),
                  ...calls.map(({ id, name, input }) => ({
                    toolUse: { toolUseId: id, name, input },
                  })),
                ],
              };
      done.resolve({ message, toolCalls: calls });
    } catch (error) {
      done.reject(error);
      throw error;
    }
  }
  return Object.assign(read(), { answer: done.promise });
}
