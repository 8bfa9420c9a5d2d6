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

/** An error as one would tell it to a person. */
export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** What an administrator has to allow. */
  readonly permission?: { readonly action: string; readonly resources: readonly string[] };
  /** How long to wait before asking again, in ms. */
  readonly waitMs?: number;
  /** The way out is in the settings. */
  readonly settings?: boolean;
  /** The error's own name and words. */
  readonly detail: string;
}

export function explain(error: unknown, modelId: string, settings: Settings): Explanation {
  return { ...tell(error, modelId, settings), detail: describe(error) };
}

/** What is said to callers who are told no time: long enough for a quota of a minute to move on. */
const politeWaitMs = 10_000;

type Story = Omit<Explanation, "detail">;

function tell(error: unknown, modelId: string, settings: Settings): Story {
  if (error instanceof BedrockRuntimeServiceException) return tellService(error, modelId, settings);
  if (error instanceof IncompleteStreamError) {
    return error.code === "EMPTY_STREAM"
      ? {
          title: "The answer was empty",
          text: "Bedrock opened a stream and closed it without a word. Asking again often helps.",
        }
      : {
          title: "The answer was cut off",
          text: "The connection closed as if all were said, but the model had not finished. What came is above; it is not the whole answer.",
        };
  }
  if (error instanceof IdleTimeoutError) {
    return {
      title: "The answer fell silent",
      text: `Nothing came for ${seconds(error.idleTimeoutMs)}, so the page hung up.`,
    };
  }
  if (error instanceof RequestTimeoutError) {
    return {
      title: "No answer began",
      text: `Bedrock did not answer within ${seconds(error.requestTimeoutMs)}, at any attempt.`,
    };
  }
  if (error instanceof NetworkError) return tellNetwork(error, settings);
  if (error instanceof EventStreamError) {
    return error.code === "TRUNCATED_FRAME"
      ? {
          title: "The answer was cut off",
          text: "The connection closed in the middle of a frame. What came before it is above.",
        }
      : {
          title: "The answer was damaged on its way",
          text: "A frame does not match its checksums or lengths. Nothing after it can be trusted, so nothing more is shown.",
        };
  }
  if (error instanceof UnexpectedResponseError) {
    return error.code === "REDIRECT_REFUSED"
      ? {
          title: "A redirect was refused",
          text: "The address answered that Bedrock is elsewhere. Following could hand the session token to a stranger.",
          settings: true,
        }
      : {
          title: "This is not Bedrock",
          text: "Something answered, but not as Bedrock does: a proxy, a login page, a wrong address?",
          settings: true,
        };
  }
  if (error instanceof CredentialsProviderError) return tellCredentials(error);
  if (error instanceof InvalidArgumentError) {
    return { title: "This cannot be sent", text: `${error.message}.`, settings: true };
  }
  if (error instanceof UnknownFamilyError) {
    return {
      title: "How does one ask this model?",
      text: "Each family wants its own request, and this id tells of none that the page knows.",
      settings: true,
    };
  }
  if (error instanceof EndlessLoopError) {
    return {
      title: "The model kept calling tools",
      text: "It called one in every round and did not answer, so the page stopped asking.",
    };
  }
  return {
    title: "The answer makes no sense",
    text: "A frame arrived intact, but what is in it is not what Bedrock promises.",
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
      text: "The role that guests get must be allowed to, or the model is not enabled for the account.",
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
      text: `It is being loaded, which can take minutes.${times}`,
      waitMs,
    };
  }
  if (error instanceof ServiceQuotaExceededException) {
    return {
      title: "The account’s quota is used up",
      text: "Waiting a little will not help: the quota is the account’s, and its administrator can have it raised.",
    };
  }
  return (
    stories[error.name]?.(times) ?? { title: "Bedrock refused", text: `${error.message}${times}` }
  );
}

const expired: Story = {
  title: "The credentials are no longer good",
  text: "The page got new ones and asked again, and those were refused as well.",
};

const badSignature: Story = {
  title: "The signature was refused",
  text: "Either something between here and Bedrock changed the request, or region and credentials do not belong together.",
  settings: true,
};

const failed = (times: string): Story => ({
  title: "Bedrock has a problem",
  text: `It is not your question.${times} Try again in a moment.`,
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
    title: "This clock and Bedrock’s disagree",
    text: "The page corrected itself once and was refused again.",
  }),
  RequestTimeTooSkewed: () => ({
    title: "This clock and Bedrock’s disagree",
    text: "The page corrected itself once and was refused again.",
  }),
  ResourceNotFoundException: () => ({
    title: "There is no such model here",
    text: "The region does not have it, or the id is misspelt.",
    settings: true,
  }),
  ValidationException: () => ({
    title: "Bedrock did not accept the request",
    text: "Its reason is below. Often the model is available through an inference profile only: its id starts with “global.” or “us.”.",
    settings: true,
  }),
  ModelTimeoutException: () => ({
    title: "The model took too long",
    text: "Bedrock gave up waiting for it. A shorter question may fare better.",
  }),
  ModelErrorException: () => ({ title: "The model failed", text: "It failed on this question." }),
  ModelStreamErrorException: () => ({
    title: "The model failed while it was answering",
    text: "What it had said is above.",
  }),
  InternalServerException: failed,
  ServiceUnavailableException: failed,
};

function tellNetwork(error: NetworkError, { place }: Settings): Story {
  if (error.eventsDelivered) {
    return { title: "The connection broke", text: "What came before is above." };
  }
  if (!navigator.onLine && place === "aws") {
    return { title: "You are offline", text: "Ask again when the network is back." };
  }
  return place === "simulator"
    ? {
        title: "The simulator cannot be reached",
        text: "It runs as long as npm start does. Or it was asked to break the connection.",
        settings: true,
      }
    : {
        title: "Bedrock cannot be reached",
        text: "The network, a content blocker, or a region that does not exist.",
        settings: true,
      };
}

function tellCredentials(error: CredentialsProviderError): Story {
  switch (error.code) {
    case "SERVICE_ERROR":
      return {
        title: "Guests get no credentials here",
        text: `AWS said: ${error.serviceErrorName}. The pool must exist, let guests in by the basic flow, and the role must trust it.`,
        settings: true,
      };
    case "NETWORK":
    case "TIMEOUT":
      return {
        title: "No credentials could be fetched",
        text: "Cognito or STS could not be reached. With the simulator: it runs as long as npm start does.",
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
    ? "It did not say for how long to wait."
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
