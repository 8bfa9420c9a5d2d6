import type { Message } from "../chat-body.ts";
import { clock } from "../tools/clock.ts";
import type { Tool } from "../tools/tool.ts";
import { Refusal } from "./refusal.ts";

/** What this Worker can do for a model. */
const TOOLS: readonly Tool[] = [clock];

const MAX_BYTES = 64 * 1024;
const MAX_MESSAGES = 50;
const MAX_CHARACTERS = 8_000;

/** What a page asks for. */
export interface Question {
  readonly messages: readonly Message[];
  /** The tools that the model may call. */
  readonly tools: readonly Tool[];
}

/**
 * The question in a request's body: `{"messages":[{"role":"user","text":"Hello"}]}`, with
 * `"tools":["clock"]` beside it if the model may call that tool.
 *
 * @throws Refusal
 */
export async function readQuestion(request: Request): Promise<Question> {
  const { messages, tools = [] } = Object(parse(await readText(request)));
  if (!Array.isArray(messages) || messages.length === 0 || messages.length > MAX_MESSAGES) {
    throw new Refusal(400, `messages must be an array of 1 to ${MAX_MESSAGES} messages.`);
  }
  if (messages.length % 2 === 0) {
    throw new Refusal(400, "The last of messages must be the user's.");
  }
  if (!Array.isArray(tools) || tools.length > TOOLS.length) {
    throw new Refusal(400, `tools must be an array of at most ${TOOLS.length} names.`);
  }
  return { messages: messages.map(checkMessage), tools: tools.map(checkTool) };
}

function checkTool(name: unknown, index: number): Tool {
  const tool = TOOLS.find((one) => one.name === name);
  if (tool) return tool;
  const names = TOOLS.map((one) => `"${one.name}"`).join(" or ");
  throw new Refusal(400, `tools[${index}] must be ${names}.`);
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
