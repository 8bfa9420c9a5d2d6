/**
 * Limits per visitor: Bedrock's own hold for the whole account, so one visitor could use them up. Here
 * each has a number of tokens an hour, counted as the service counts them, thinking and tools included.
 *
 * The counts are kept in a Durable Object's storage, in Redis, or wherever `BudgetStore` can be had.
 */
import type { BedrockRuntime } from "bedrock-fetch";
import { type CollectedAnswer, collect } from "bedrock-fetch/text";

export interface BudgetStore {
  /** Tokens that a visitor has used in a period, 0 at first. */
  get(key: string): Promise<number>;
  /** Adds to them at once for all who count; the entry may be forgotten after `ttlSeconds`. */
  add(key: string, tokens: number, ttlSeconds: number): Promise<void>;
}

/** The visitor has to wait. */
export class BudgetError extends Error {
  override readonly name = "BudgetError";
  /** Until the next period, in seconds: what `Retry-After` says. */
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`The budget of this hour is used up; ask again in ${retryAfterSeconds} seconds`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const PERIOD_SECONDS = 3600;

export class Budget {
  readonly #store: BudgetStore;
  readonly #tokensPerHour: number;

  constructor(store: BudgetStore, tokensPerHour: number) {
    this.#store = store;
    this.#tokensPerHour = tokensPerHour;
  }

  /**
   * Asks for a visitor. An answer under way when the budget ends is not cut off, so `max_tokens` times
   * the questions that a visitor can ask at once is what it may be exceeded by.
   *
   * @throws {BudgetError} if it is used up, before anything is sent
   */
  async ask(bedrock: BedrockRuntime, visitor: string, question: string): Promise<CollectedAnswer> {
    const now = Math.floor(Date.now() / 1000);
    const period = Math.floor(now / PERIOD_SECONDS);
    const key = `${visitor}/${period}`;
    if ((await this.#store.get(key)) >= this.#tokensPerHour) {
      throw new BudgetError((period + 1) * PERIOD_SECONDS - now);
    }
    const { body } = await bedrock.invokeModelWithResponseStream({
      modelId: "us.amazon.nova-2-lite-v1:0",
      body: {
        inferenceConfig: { maxTokens: 1000 },
        messages: [{ role: "user", content: [{ text: question }] }],
      },
      // What the bill says per visitor. No address or name: metadata is logged.
      requestMetadata: { visitor },
    });
    const answer = await collect(body);
    const { inputTokens = 0, outputTokens = 0 } = answer.usage;
    await this.#store.add(key, inputTokens + outputTokens, PERIOD_SECONDS);
    return answer;
  }
}
