import {
  AccessDeniedException,
  BedrockFetchError,
  BedrockRuntimeServiceException,
  CredentialsProviderError,
  EventStreamError,
  IdleTimeoutError,
  IncompleteStreamError,
  InvalidArgumentError,
  ModelNotReadyException,
  NetworkError,
  RequestTimeoutError,
  ServiceQuotaExceededException,
  ThrottlingException,
  UnexpectedResponseError,
} from "bedrock-fetch";
import { EndlessLoopError } from "../asking/connection.ts";
import { profiledModel, UnknownFamilyError } from "../asking/models.ts";
import type { Settings } from "../settings/settings.ts";

/** An error in words for a person. */
export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** What an administrator has to allow. */
  readonly permission?: { readonly action: string; readonly resources: readonly string[] };
  /** How long to wait before asking again, in ms. */
  readonly waitMs?: number;
  /** The settings are where to fix it. */
  readonly settings?: boolean;
  /** The error's own name and words. */
  readonly detail: string;
}

export function explain(error: unknown, modelId: string, settings: Settings): Explanation {
  return { ...tell(error, modelId, settings), detail: describe(error) };
}

/** For services that name no time: long enough for a quota per minute to recover. */
const politeWaitMs = 10_000;

type Story = Omit<Explanation, "detail">;

function tell(error: unknown, modelId: string, settings: Settings): Story {
  if (error instanceof BedrockRuntimeServiceException) return tellService(error, modelId, settings);
  if (error instanceof IncompleteStreamError) {
    return error.code === "EMPTY_STREAM"
      ? {
          title: "The answer was empty",
          text: "Bedrock opened a stream and closed it without sending anything. Try again: that often helps.",
        }
      : {
          title: "The answer was cut off",
          text: "The connection closed normally, but the model had not finished. The text above is incomplete.",
        };
  }
  if (error instanceof IdleTimeoutError) {
    return {
      title: "The answer fell silent",
      text: `Nothing arrived for ${seconds(error.idleTimeoutMs)}, so the page closed the connection.`,
    };
  }
  if (error instanceof RequestTimeoutError) {
    return {
      title: "No answer began",
      text: `Bedrock did not respond within ${seconds(error.requestTimeoutMs)}.`,
    };
  }
  if (error instanceof NetworkError) return tellNetwork(error, settings);
  if (error instanceof EventStreamError) {
    return error.code === "TRUNCATED_FRAME"
      ? {
          title: "The answer was cut off",
          text: "The connection closed in the middle of a frame. The text above is what arrived before.",
        }
      : {
          title: "The answer was damaged on its way",
          text: "A frame does not match its checksum or length. What follows it cannot be trusted and is not shown.",
        };
  }
  if (error instanceof UnexpectedResponseError) {
    return error.code === "REDIRECT_REFUSED"
      ? {
          title: "A redirect was refused",
          text: "The server redirected the request to another address. Following it could reveal the session token.",
          settings: true,
        }
      : {
          title: "This is not Bedrock",
          text: "Something else answered: perhaps a proxy, a login page, or the wrong address.",
          settings: true,
        };
  }
  if (error instanceof CredentialsProviderError) return tellCredentials(error);
  if (error instanceof InvalidArgumentError) {
    return { title: "This cannot be sent", text: `${error.message}.`, settings: true };
  }
  if (error instanceof UnknownFamilyError) {
    return {
      title: "This model’s format is unknown",
      text: "Each model family has its own request format, and the page does not know the one for this id. Turn on Converse, which has one format for all.",
      settings: true,
    };
  }
  if (error instanceof EndlessLoopError) {
    return {
      title: "The model kept calling tools",
      text: "It called tools in five rounds without answering, so the page stopped asking.",
    };
  }
  return {
    title: "The answer makes no sense",
    text: "A frame arrived intact, but its content is not what Bedrock documents.",
  };
}

function tellService(
  error: BedrockRuntimeServiceException,
  modelId: string,
  { place, region }: Settings,
): Story {
  const { attempts } = error.$metadata;
  const times = attempts > 1 ? ` The page asked ${attempts} times.` : "";
  const waitMs = error.retryAfterMs ?? politeWaitMs;
  if (error instanceof AccessDeniedException) {
    return {
      title: "Guests may not ask this model",
      text: "Their role lacks a permission, or the account has no access to the model.",
      permission: {
        action: "bedrock:InvokeModelWithResponseStream",
        resources: resourcesOf(modelId, place === "aws" ? region : "us-east-1"),
      },
    };
  }
  if (error instanceof ThrottlingException) {
    return {
      title: "Too many requests right now",
      text: `Bedrock throttled this one.${times} ${waitText(error.retryAfterMs)}`,
      waitMs,
    };
  }
  if (error instanceof ModelNotReadyException) {
    return {
      title: "The model is still waking up",
      text: `It is being loaded, which can take a few minutes.${times}`,
      waitMs,
    };
  }
  if (error instanceof ServiceQuotaExceededException) {
    return {
      title: "The account’s quota is used up",
      text: "Waiting will not help. The account’s administrator can request a higher quota.",
    };
  }
  return (
    stories[error.name]?.(times) ?? { title: "Bedrock refused", text: `${error.message}${times}` }
  );
}

const expired: Story = {
  title: "The credentials are no longer good",
  text: "The page fetched new ones and tried again. Those were refused too.",
};

const badSignature: Story = {
  title: "The signature was refused",
  text: "Something changed the request on its way, or the credentials are for another region.",
  settings: true,
};

const failed = (times: string): Story => ({
  title: "Bedrock has a problem",
  text: `Your question did not cause it.${times} Try again in a moment.`,
  waitMs: politeWaitMs,
});

/** By the service's name of the error; each is told how often was asked. */
const stories: Readonly<Record<string, (times: string) => Story>> = {
  ExpiredTokenException: () => expired,
  UnrecognizedClientException: () => expired,
  InvalidSignatureException: () => badSignature,
  SignatureDoesNotMatch: () => badSignature,
  IncompleteSignatureException: () => badSignature,
  MissingAuthenticationTokenException: () => badSignature,
  RequestExpired: () => ({
    title: "This clock and Bedrock’s differ",
    text: "The page corrected the time and tried again, and was refused again.",
  }),
  RequestTimeTooSkewed: () => ({
    title: "This clock and Bedrock’s differ",
    text: "The page corrected the time and tried again, and was refused again.",
  }),
  ResourceNotFoundException: () => ({
    title: "There is no such model here",
    text: "It does not exist in this region, or the id is misspelled.",
    settings: true,
  }),
  ValidationException: () => ({
    title: "Bedrock did not accept the request",
    text: "Bedrock’s reason is below. Many models are available through an inference profile only, whose id starts with “global.” or “us.”.",
    settings: true,
  }),
  ModelTimeoutException: () => ({
    title: "The model took too long",
    text: "Bedrock stopped waiting for it. Try a shorter question.",
  }),
  ModelErrorException: () => ({
    title: "The model failed",
    text: "The model could not process this request.",
  }),
  ModelStreamErrorException: () => ({
    title: "The model failed while it was answering",
    text: "The text above is what it wrote before.",
  }),
  InternalServerException: failed,
  ServiceUnavailableException: failed,
};

function tellNetwork(error: NetworkError, { place }: Settings): Story {
  if (error.eventsDelivered) {
    return { title: "The connection broke", text: "The text above is what arrived before." };
  }
  if (!navigator.onLine && place === "aws") {
    return { title: "You are offline", text: "Try again when you are back online." };
  }
  return place === "simulator"
    ? {
        title: "The simulator cannot be reached",
        text: "Is npm start still running? Or was the simulator told to break the connection?",
        settings: true,
      }
    : {
        title: "Bedrock cannot be reached",
        text: "The cause may be the network, a content blocker, or a region that does not exist.",
        settings: true,
      };
}

function tellCredentials(error: CredentialsProviderError): Story {
  switch (error.code) {
    case "SERVICE_ERROR":
      return {
        title: "Guests get no credentials here",
        text: `AWS answered ${error.serviceErrorName}. The pool must exist and allow guests and the basic flow, and the role must trust the pool.`,
        settings: true,
      };
    case "NETWORK":
    case "TIMEOUT":
      return {
        title: "No credentials could be fetched",
        text: "Cognito or STS could not be reached. If you use the simulator: is npm start still running?",
        settings: true,
      };
    default:
      return { title: "No credentials", text: error.message, settings: true };
  }
}

/** What the policy must name: for a profile, the profile, its model, and the account's default project. */
function resourcesOf(modelId: string, region: string): string[] {
  if (modelId.startsWith("arn:")) return [modelId];
  const model = profiledModel(modelId);
  return model
    ? [
        `arn:aws:bedrock:${region}:*:inference-profile/${modelId}`,
        `arn:aws:bedrock:*::foundation-model/${model}`,
        `arn:aws:bedrock:${region}:*:project/default`,
      ]
    : [`arn:aws:bedrock:${region}::foundation-model/${modelId}`];
}

const waitText = (retryAfterMs: number | undefined): string =>
  retryAfterMs === undefined
    ? "It did not say how long to wait."
    : `It asks to wait ${seconds(retryAfterMs)}.`;

export const seconds = (ms: number): string => {
  const value = Math.round(ms / 100) / 10;
  return value === 1 ? "1 second" : `${value} seconds`;
};

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = error instanceof BedrockFetchError ? ` (${error.code})` : "";
  return `${error.name}${code}: ${error.message}`;
}
