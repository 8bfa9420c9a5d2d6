import { describe, expect, it } from "vitest";
import { APPLY_GUARDRAIL_INPUT_BLOBS } from "../../src/operations/apply-guardrail/members.ts";
import {
  GET_ASYNC_INVOKE_OUTPUT_BLOBS,
  LIST_ASYNC_INVOKES_OUTPUT_BLOBS,
} from "../../src/operations/async-invoke/members.ts";
import {
  CONVERSE_INPUT_BLOBS,
  CONVERSE_OUTPUT_BLOBS,
  CONVERSE_STREAM_EVENT_BLOBS,
} from "../../src/operations/converse/members.ts";
import { COUNT_TOKENS_INPUT_BLOBS } from "../../src/operations/count-tokens/members.ts";
import { type Blobs, timestamp } from "../../src/protocol/json/blobs.ts";

/** Such as `"content.image.source.bytes"`. */
const paths = (blobs: Blobs): string[] =>
  Object.entries(blobs).flatMap(([member, below]) =>
    typeof below === "function" ? [member] : paths(below).map((path) => `${member}.${path}`),
  );

const message = [
  "content.image.source.bytes",
  "content.document.source.bytes",
  "content.video.source.bytes",
  "content.audio.source.bytes",
  "content.toolResult.content.image.source.bytes",
  "content.toolResult.content.document.source.bytes",
  "content.toolResult.content.video.source.bytes",
  "content.guardContent.image.source.bytes",
  "content.reasoningContent.redactedContent",
];

const request = [
  ...message.map((path) => `messages.${path}`),
  "system.guardContent.image.source.bytes",
];

describe("blobs by the service model", () => {
  it.each([
    ["the input of converse or converseStream", CONVERSE_INPUT_BLOBS, request],
    [
      "the answer of converse",
      CONVERSE_OUTPUT_BLOBS,
      message.map((path) => `output.message.${path}`),
    ],
    [
      "the events of converseStream",
      CONVERSE_STREAM_EVENT_BLOBS,
      [
        "contentBlockDelta.delta.reasoningContent.redactedContent",
        "contentBlockDelta.delta.image.source.bytes",
      ],
    ],
    [
      "the input of countTokens",
      COUNT_TOKENS_INPUT_BLOBS,
      ["input.invokeModel.body", ...request.map((path) => `input.converse.${path}`)],
    ],
    ["the input of applyGuardrail", APPLY_GUARDRAIL_INPUT_BLOBS, ["content.image.source.bytes"]],
  ])("lie in %s where its shapes say, and in no document", (_, blobs, expected) => {
    expect(paths(blobs)).toEqual(expected);
  });

  it("come with the dates of a job", () => {
    const dates = { submitTime: timestamp, lastModifiedTime: timestamp, endTime: timestamp };
    expect(GET_ASYNC_INVOKE_OUTPUT_BLOBS).toEqual(dates);
    expect(LIST_ASYNC_INVOKES_OUTPUT_BLOBS).toEqual({ asyncInvokeSummaries: dates });
  });
});
