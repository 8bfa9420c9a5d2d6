import {
  BedrockClient,
  type ConverseInput,
  converseStream,
  invokeModelWithResponseStream,
} from "bedrock-fetch";
import {
  type CredentialsProvider,
  fromCognitoIdentityPool,
  fromWebIdentity,
} from "bedrock-fetch/credentials";
import { type AnswerBody, type CollectedAnswer, events } from "bedrock-fetch/text";
import { converseFormat } from "../../formats/converse.ts";
import type { Body, Format, Turn } from "../../formats/format.ts";
import { clock } from "../../tools/clock.ts";
import { runTool } from "../../tools/run-tool.ts";
import { guardrailOf, guestAccess, type Settings } from "../settings/settings.ts";
import { storage } from "../settings/storage.ts";
import { abilitiesOf, familyOf, UnknownFamilyError } from "./models.ts";
import { observedFetch } from "./observed-fetch.ts";
import { Run } from "./run.ts";

/** More rounds than a question about the time needs: a model that goes on calling is stopped. */
const maxRounds = 5;

/** The way to Bedrock with one set of settings. It asks one question at a time. */
export class Connection {
  readonly #client: BedrockClient;
  #run = new Run("", "");

  /** @throws what is wrong with the settings: InvalidArgumentError, CredentialsProviderError. */
  constructor(settings: Settings, faultOf: (run: Run) => string) {
    const fetch = observedFetch(() => this.#run, faultOf);
    const { region, endpoint } = guestAccess(settings);
    this.#client = new BedrockClient({
      region,
      endpoint,
      credentials: guestCredentials(settings, fetch),
      fetch,
      requestTimeoutMs: settings.patience * 1000,
      idleTimeoutMs: settings.patience * 1000,
      onRetry: (error, { attempts: attempt, delayMs }) => {
        this.#run.waiting = { error, attempt, until: performance.now() + delayMs };
        this.#run.changed();
      },
    });
  }

  /** Asks, runs the tools that the model calls, and notes all that happens in the run; never throws. */
  async ask(
    run: Run,
    turns: readonly Turn[],
    settings: Settings,
    signal: AbortSignal,
  ): Promise<void> {
    this.#run = run;
    try {
      const format = formatOf(run.modelId, settings.converse);
      const can = abilitiesOf(run.modelId, settings.converse);
      const tools = settings.clock && can.tools ? [clock] : [];
      let body = format.body(turns, { tools, thinking: settings.thinking && can.thinking });
      for (;;) {
        const answer = await this.#answer(run, body, settings, signal);
        if (answer.toolCalls.length === 0 || !answer.message || !format.results) break;
        if (run.rounds.length === maxRounds) throw new EndlessLoopError();
        const results = answer.toolCalls.map((call) => {
          const sent = performance.now();
          const result = runTool(tools, call);
          const took = performance.now() - sent;
          run.addToolRun({ kind: "tool", arguments: call.arguments, sent, took, ...result });
          return result;
        });
        body = {
          ...body,
          messages: [...(body.messages ?? []), answer.message, ...format.results(results)],
        };
        run.addRound();
      }
      run.end("complete");
    } catch (error) {
      if (signal.aborted) run.end("stopped");
      else run.end("failed", error);
    }
  }

  /** One round: a request, and all that its answer says. */
  async #answer(
    run: Run,
    body: Body,
    settings: Settings,
    signal: AbortSignal,
  ): Promise<CollectedAnswer> {
    const answer = events(await this.#send(run, body, settings, signal));
    const { round } = run;
    for await (const event of answer) {
      switch (event.type) {
        case "text":
        case "reasoning":
          run.addPiece(event.type, event.text);
          break;
        case "stop":
          run.stopReason = event.reason;
          break;
        case "usage":
          round.usage = { ...round.usage, ...event.usage };
          break;
        case "latency":
          round.latency = event;
          break;
        case "guardrail":
          run.guardrail = {
            ...event,
            action: event.action ?? run.guardrail?.action,
            trace: event.trace ?? run.guardrail?.trace,
          };
          break;
      }
    }
    return answer.answer;
  }

  async #send(
    { modelId }: Run,
    body: Body,
    settings: Settings,
    signal: AbortSignal,
  ): Promise<AnswerBody> {
    const guardrail = guardrailOf(settings);
    if (settings.converse) {
      const { guardrailIdentifier, guardrailVersion, trace } = guardrail;
      const guardrailConfig = guardrailIdentifier
        ? {
            guardrailIdentifier,
            guardrailVersion,
            trace: trace === "ENABLED" ? "enabled" : undefined,
          }
        : undefined;
      const input = { modelId, ...body, guardrailConfig } as ConverseInput;
      return (await this.#client.call(converseStream, input, { signal })).stream;
    }
    const input = { modelId, body, ...guardrail };
    return (await this.#client.call(invokeModelWithResponseStream, input, { signal })).body;
  }
}

/** The model called tools again and again. */
export class EndlessLoopError extends Error {
  override readonly name = "EndlessLoopError";

  constructor() {
    super(`The model still called tools in round ${maxRounds}`);
  }
}

/** Converse takes one format for all models, also for those that the page knows nothing of. */
function formatOf(modelId: string, converse: boolean): Format {
  const family = familyOf(modelId);
  if (converse) return converseFormat(family?.thinkingFields ?? {});
  if (!family) throw new UnknownFamilyError(modelId);
  return family.format;
}

/**
 * A guest's credentials. With a role it is the pool's basic flow: on AWS, the credentials that the
 * enhanced flow gives to guests open a short list of services, which Bedrock is not on.
 */
function guestCredentials(settings: Settings, fetch: typeof globalThis.fetch): CredentialsProvider {
  const { identityPoolId, roleArn, endpoint } = guestAccess(settings);
  return fromCognitoIdentityPool({
    identityPoolId,
    endpoint,
    fetch,
    storage,
    basicFlow: roleArn
      ? (webIdentityToken) =>
          fromWebIdentity({
            roleArn,
            webIdentityToken,
            region: identityPoolId.slice(0, identityPoolId.indexOf(":")),
            endpoint,
            fetch,
          })
      : undefined,
  });
}
