import type { Message } from "../chat-body.ts";
import { Refusal } from "./refusal.ts";

const MAX_BYTES = 64 * 1024;
const MAX_MESSAGES = 50;
const MAX_CHARACTERS = 8_000;

/**
 * The conversation in a request's body: `{"messages":[{"role":"user","text":"Hello"}]}`.
 *
 * @throws Refusal
 */
export async function readMessages(request: Request): Promise<Message[]> {
  const { messages } = Object(parse(await readText(request)));
  if (!Array.isArray(messages) || messages.length === 0 || messages.length > MAX_MESSAGES) {
    throw new Refusal(400, `messages must be an array of 1 to ${MAX_MESSAGES} messages.`);
  }
  if (messages.length % 2 === 0) {
    throw new Refusal(400, "The last of messages must be the user's.");
  }
  return messages.map(checkMessage);
}

function checkMessage(message: unknown, index: number): Message {
  const { role, text } = Object(message);
  const turn = index % 2 === 0 ? "user" : "assistant";
  if (role !== turn) {
    throw new Refusal(
      400,
      `messages[${index}].role must be "${turn}": user and assistant take turns.`,
    );
  }
  if (typeof text !== "string" || text.trim() === "" || text.length > MAX_CHARACTERS) {
    throw new Refusal(
      400,
      `messages[${index}].text must be 1 to ${MAX_CHARACTERS} characters of text.`,
    );
  }
  return { role, text };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Refusal(400, `The body must be JSON: ${(error as Error).message}`);
  }
}

async function readText({ body }: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.byteLength;
    if (bytes > MAX_BYTES) throw new Refusal(413, `The body must be at most ${MAX_BYTES} bytes.`);
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
