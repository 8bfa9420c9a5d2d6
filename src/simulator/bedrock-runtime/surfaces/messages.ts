import { claudeMessages } from "../models/claude/claude-messages.ts";
import type { Surface, SurfaceEvent } from "./surface.ts";

/** Anthropic's names of errors, by status. */
const types: Readonly<Record<number, string>> = {
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

const body = (type: string, message: string) => ({ type: "error", error: { type, message } });

/** Within a stream there is no status, and Anthropic's own name for too much work is this. */
const streamTypes: Readonly<Record<string, string>> = {
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

  // `thread` comes with Anthropic's own tool runner. Whether this surface takes it is not known, and
  // without it in the answer the SDK goes on without threads.
  toFamily: ({ model: _, stream: __, thread: ___, ...rest }) => ({
    ...rest,
    anthropic_version: "bedrock-2023-05-31",
  }),
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

  error: (_, message, status) => body(types[status] ?? "api_error", message),
  errorEvent: (name, message) => ({
    name: "error",
    document: body(streamTypes[name] ?? "api_error", message),
    tokens: 0,
  }),
};
