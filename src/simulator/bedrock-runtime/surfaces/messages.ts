import { validationException } from "../../service-error.ts";
import { claudeMessages } from "../models/claude/claude-messages.ts";
import type { Surface, SurfaceEvent } from "./surface.ts";

/** Anthropic's names of errors, by status. */
const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  408: "timeout_error",
  413: "request_too_large",
  429: "rate_limit_error",
  503: "overloaded_error",
  529: "overloaded_error",
};

const NO_THREADS = "thread: message threads are not supported";

const body = (type: string, message: string) => ({ type: "error", error: { type, message } });

/** Within a stream there is no status, and Anthropic's own name for too much work is this. */
const STREAM_TYPES: Readonly<Record<string, string>> = {
  ThrottlingException: "rate_limit_error",
  ServiceUnavailableException: "overloaded_error",
  ModelTimeoutException: "timeout_error",
  ValidationException: "invalid_request_error",
};

/**
 * Anthropic's Messages API, for Claude.
 *
 * Source: "Anthropic Messages API" in the Amazon Bedrock User Guide (inference-messages-api).
 */
export const messages: Surface = {
  family: claudeMessages,
  isGuarded: true,
  end: "",

  toFamily({ model: _, stream: __, thread, ...rest }) {
    // Nothing is known of threads on Bedrock. This is how Anthropic's API says that it keeps none: its
    // SDK's tool runner, which asks for them first, goes on without.
    if (thread !== undefined) throw validationException(NO_THREADS);
    return { ...rest, anthropic_version: "bedrock-2023-05-31" };
  },
  read: (given, modelId) => claudeMessages.read(messages.toFamily(given), { modelId }),

  write(reply, turn) {
    const answer = claudeMessages.write(reply, turn);
    return {
      whole: answer.whole,
      *events(): Iterable<SurfaceEvent> {
        for (const { document, tokens } of answer.documents?.() ?? []) {
          yield { name: (document as { type: string }).type, document, tokens };
        }
      },
    };
  },

  error(_, message, status) {
    const type = TYPES[status] ?? "api_error";
    if (message !== NO_THREADS) return body(type, message);
    const details = { error_code: "thread_unsupported_request", unsupported: ["thread"] };
    return { type: "error", error: { type, message, details } };
  },
  errorEvent: (name, message) => ({
    name: "error",
    document: body(STREAM_TYPES[name] ?? "api_error", message),
    tokens: 0,
  }),
};
