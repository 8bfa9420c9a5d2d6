import { BedrockRuntime } from "bedrock-fetch";
import {
  type CredentialsProvider,
  fromCognitoIdentityPool,
  fromWebIdentity,
} from "bedrock-fetch/credentials";
import { events } from "bedrock-fetch/text";
import { familyOf, type Turn, UnknownFamilyError } from "./models.ts";
import { observedFetch } from "./observed-fetch.ts";
import { Run } from "./run.ts";
import { guardrailOf, guestAccess, type Settings } from "./settings.ts";
import { storage } from "./storage.ts";

/** The way to Bedrock with one set of settings. It asks one question at a time. */
export class Connection {
  readonly #settings: Settings;
  readonly #client: BedrockRuntime;
  #run = new Run("", "");

  /** @throws what is wrong with the settings: InvalidArgumentError, CredentialsProviderError. */
  constructor(settings: Settings, faultOf: (run: Run) => string) {
    this.#settings = settings;
    const fetch = observedFetch(() => this.#run, faultOf);
    const { region, endpoint } = guestAccess(settings);
    this.#client = new BedrockRuntime({
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

  /** Asks, and notes all that happens in the run; never throws. */
  async ask(run: Run, turns: readonly Turn[], signal: AbortSignal): Promise<void> {
    this.#run = run;
    const family = familyOf(run.modelId);
    try {
      if (!family) throw new UnknownFamilyError(run.modelId);
      const { body } = await this.#client.invokeModelWithResponseStream(
        {
          modelId: run.modelId,
          body: family.body(turns),
          ...guardrailOf(this.#settings),
        },
        { signal },
      );
      for await (const event of events(body)) {
        switch (event.type) {
          case "text":
          case "reasoning":
            run.addPiece(event.type, event.text);
            break;
          case "stop":
            run.stopReason = event.reason;
            break;
          case "usage":
            run.usage = { ...run.usage, ...event.usage };
            break;
          case "latency":
            run.latency = event;
            break;
          case "guardrail":
            run.guardrail = {
              ...run.guardrail,
              ...event,
              trace: event.trace ?? run.guardrail?.trace,
            };
            break;
        }
      }
      run.end("complete");
    } catch (error) {
      if (signal.aborted) run.end("stopped");
      else run.end("failed", error);
    }
  }
}

/**
 * A guest's credentials. With a role it is the pool's basic flow: on AWS, the credentials that the
 * enhanced flow gives to guests open only a few services, of which Bedrock is none.
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
