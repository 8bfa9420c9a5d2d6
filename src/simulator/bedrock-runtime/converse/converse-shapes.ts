import type { Shape } from "../../constraints.ts";
import {
  guardrailIdentifier,
  guardrailVersion,
  LATENCIES,
  MAX_IDENTIFIER,
  nonEmpty,
  SERVICE_TIERS,
  s3Location,
  text,
} from "../shapes.ts";

/** Converse's input by the service model of 2023-09-30, as far as it has constraints. */

const boolean: Shape = { type: "boolean" };
const document: Shape = { type: "document" };
const oneOf = (...values: string[]): Shape => ({ type: "string", values });
const structure = (
  members: Readonly<Record<string, Shape | (() => Shape)>>,
  ...required: string[]
): Shape => ({ type: "structure", members, required });
const list = (of: Shape, more: { min?: number; max?: number } = {}): Shape => ({
  type: "list",
  of,
  ...more,
});

const toolName: Shape = { type: "string", min: 1, max: 64, pattern: "[a-zA-Z0-9_-]+" };
const toolUseId: Shape = { type: "string", min: 1, max: 64, pattern: "[a-zA-Z0-9_.:-]+" };
const enabled = structure({ enabled: boolean }, "enabled");
const media = structure({ bytes: { type: "blob" }, s3Location });

const image = structure(
  { format: oneOf("png", "jpeg", "gif", "webp"), source: media },
  "format",
  "source",
);

const documentBlock = structure(
  {
    format: oneOf("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md"),
    name: { type: "string", min: 1, max: 200 },
    source: structure({
      bytes: { type: "blob" },
      s3Location,
      text,
      content: list(structure({ text })),
    }),
    context: text,
    citations: enabled,
  },
  "name",
  "source",
);

const video = structure(
  {
    format: oneOf("mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp"),
    source: media,
  },
  "format",
  "source",
);

const audio = structure(
  {
    format: oneOf(
      ...["mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "mkv", "mka"],
      ...["x-aac", "m4a", "mpeg", "mpga", "pcm", "webm"],
    ),
    source: media,
  },
  "format",
  "source",
);

const searchResult = structure(
  {
    source: text,
    title: text,
    content: list(structure({ text }, "text")),
    citations: enabled,
  },
  "source",
  "title",
  "content",
);

const guardContent = structure({
  text: structure(
    { text, qualifiers: list(oneOf("grounding_source", "query", "guard_content")) },
    "text",
  ),
  image: structure({ format: oneOf("png", "jpeg"), source: media }, "format", "source"),
});

const cachePoint = structure({ type: oneOf("default"), ttl: oneOf("5m", "1h") }, "type");

const contentBlock = structure({
  text,
  image,
  document: documentBlock,
  video,
  audio,
  toolUse: structure(
    // Of its type, the model knows "server_tool_use" alone; the service itself writes "tool_use".
    { toolUseId, name: toolName, input: document, type: text },
    "toolUseId",
    "name",
    "input",
  ),
  toolResult: structure(
    {
      toolUseId,
      content: list(
        structure({ json: document, text, image, document: documentBlock, video, searchResult }),
      ),
      status: oneOf("success", "error"),
      type: text,
    },
    "toolUseId",
    "content",
  ),
  guardContent,
  cachePoint,
  reasoningContent: structure({
    reasoningText: structure({ text, signature: text }, "text"),
    redactedContent: { type: "blob" },
  }),
  citationsContent: structure({
    content: list(structure({ text })),
    citations: list(structure({})),
  }),
  searchResult,
});

const messages = list(
  structure(
    { role: oneOf("user", "assistant", "system"), content: list(contentBlock) },
    "role",
    "content",
  ),
);

const system = list(structure({ text: nonEmpty, guardContent, cachePoint }));

const toolConfig = structure(
  {
    tools: list(
      structure({
        toolSpec: structure(
          {
            name: toolName,
            description: nonEmpty,
            inputSchema: structure({ json: document }),
            strict: boolean,
          },
          "name",
          "inputSchema",
        ),
        systemTool: structure({ name: toolName }, "name"),
        cachePoint,
      }),
      { min: 1 },
    ),
    toolChoice: structure({
      auto: structure({}),
      any: structure({}),
      tool: structure({ name: toolName }, "name"),
    }),
  },
  "tools",
);

/** What CountTokens takes of it. */
export const conversation: Readonly<Record<string, Shape>> = {
  messages,
  system,
  toolConfig,
  additionalModelRequestFields: document,
};

const METADATA_TEXT = "[a-zA-Z0-9\\s:_@$#=/+,-.]";

export const converseRequest: Shape & { type: "structure" } = {
  type: "structure",
  members: {
    ...conversation,
    inferenceConfig: structure({
      maxTokens: { type: "integer", min: 1 },
      temperature: { type: "number", min: 0, max: 1 },
      topP: { type: "number", min: 0, max: 1 },
      stopSequences: list(nonEmpty, { max: 2500 }),
    }),
    guardrailConfig: structure({
      guardrailIdentifier: { type: "string", max: MAX_IDENTIFIER, pattern: guardrailIdentifier },
      guardrailVersion: { type: "string", pattern: guardrailVersion },
      trace: oneOf("enabled", "disabled", "enabled_full"),
      streamProcessingMode: oneOf("sync", "async"),
    }),
    additionalModelResponseFieldPaths: list({ type: "string", min: 1, max: 256 }, { max: 10 }),
    requestMetadata: {
      type: "map",
      key: {
        type: "string",
        min: 1,
        max: 256,
        pattern: `${METADATA_TEXT}{1,256}`,
        sensitive: true,
      },
      value: { type: "string", max: 256, pattern: `${METADATA_TEXT}{0,256}`, sensitive: true },
      min: 1,
      max: 16,
    },
    performanceConfig: structure({ latency: { type: "string", values: LATENCIES } }),
    serviceTier: structure({ type: { type: "string", values: SERVICE_TIERS } }, "type"),
    outputConfig: structure({
      textFormat: structure(
        {
          type: oneOf("json_schema"),
          structure: structure({
            jsonSchema: structure({ schema: text, name: text, description: text }, "schema"),
          }),
        },
        "type",
        "structure",
      ),
      effort: { type: "string", max: 16 },
    }),
  },
};
