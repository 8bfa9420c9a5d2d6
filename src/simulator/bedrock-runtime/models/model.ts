import type { JsonObject } from "../../json.ts";
import type { Random } from "../../random.ts";
import type { Asked } from "../reply/asked.ts";
import type { CacheUse, Reply } from "../reply/reply.ts";

/** One document of a stream and how many tokens it stands for, which is what it costs in time. */
export interface StreamedDocument {
  readonly document: object;
  readonly tokens: number;
}

/** A document that stands for no tokens, so that it costs no time. */
export const untimed = (document: object): StreamedDocument => ({ document, tokens: 0 });

/** An answer in a family's own format, whole and in pieces. */
export interface Answer {
  /** Undefined for a model that does not report it, such as Rerank. */
  readonly inputTokens: number | undefined;
  /** Undefined for a model that does not report it, such as embeddings. */
  readonly outputTokens: number | undefined;
  /** What the model read from and wrote to its prompt cache, where a whole answer's headers say it. */
  readonly cache?: CacheUse;
  /** The same, where a stream's metrics say it. */
  readonly streamedCache?: CacheUse;
  /** The body of InvokeModel. */
  readonly whole: object;
  /**
   * Made one at a time as they are asked for; the last is given the invocation metrics. Undefined for
   * a model that cannot be streamed.
   */
  documents?(): Iterable<StreamedDocument>;
}

/** What a model needs besides its body. */
export interface ModelCall {
  /** The model's id, without ARN and region prefix: `anthropic.claude-v2`. */
  readonly modelId: string;
  readonly random: Random;
  readonly now: Date;
}

/** What a chat model needs to write a reply. */
export interface Turn extends ModelCall {
  readonly body: JsonObject;
  readonly asked: Asked;
  /** Another reply, to another question, for a model that gives several answers. */
  again(asked: Asked): Reply;
}

/** A chat family's format, all of it in one place. */
export interface ChatModel {
  /** @throws ServiceError for a body that the family cannot read. */
  read(body: JsonObject, call: Pick<ModelCall, "modelId">): Asked;
  /** The reply in the family's form, whole and streamed. */
  write(reply: Reply, turn: Turn): Answer;
}

/** A model that does not chat, such as one of embeddings: what it answers follows from the body. */
export interface OtherModel {
  /** @throws ServiceError for a body that the family cannot read. */
  answer(body: JsonObject, call: ModelCall): Answer;
}

export type Model = ChatModel | OtherModel;

export const isChat = (model: Model): model is ChatModel => "read" in model;

/** What Converse has to know of a family. */
export interface ConverseTraits {
  /** Whether the model thinks, by `additionalModelRequestFields` and its id. Default: never. */
  reasons?(fields: JsonObject, modelId: string): boolean;
  /**
   * Whether an answer reports the prompt cache: if the request has a cache point, and whole answers
   * always.
   */
  readonly reportsCache?: "whole" | "with-cache-point";
  /** Whether a whole answer's `toolUse` has a type, which the service model lacks. Default `false`. */
  readonly typesToolUse?: boolean;
  /** Signs what the model thinks. Default: it does not. */
  sign?(thinking: string): string;
  /** Whether the model has a tool of its own that searches the web. Default `false`. */
  readonly searchesWeb?: boolean;
  /** Whether turns of the same role may follow one another. Default `false`. */
  readonly joinsTurns?: boolean;
  /** What the model itself refuses of a conversation that Converse lets pass. */
  check?(input: JsonObject): void;
  /** Whether a tool's input is streamed in pieces. Default: in one. */
  readonly streamsInput?: boolean;
  /** Whether text comes before the thinking in whole answers. Default `false`. */
  readonly textFirst?: boolean;
}
