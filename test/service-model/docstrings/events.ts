import type { Docstrings } from "./docstring.ts";

const contentBlockIndex = "Which block of the message, from 0.";

export const events: Docstrings = {
  MessageStartEvent: ["The beginning of a message.", { role: "Who speaks: `assistant`." }],
  ContentBlockStartEvent: [
    "The beginning of a block.",
    { start: "What the block is.", contentBlockIndex },
  ],
  ContentBlockStart: [
    "What a block is, before its deltas.",
    {
      toolUse: "The model asks for a tool to be run.",
      toolResult: "The result of a tool that the model's provider ran.",
      image: "An image.",
    },
  ],
  ToolUseBlockStart: [
    "A tool that the model wants to be run, before its input.",
    {
      toolUseId: "What the result refers to.",
      name: "The tool's name.",
      type: "`server_tool_use` for a tool that the model's provider runs; otherwise you run it.",
    },
  ],
  ToolResultBlockStart: [
    "A tool's result, before its content.",
    {
      toolUseId: "The `toolUseId` of the call.",
      type: "The kind of result.",
      status: "Whether the tool succeeded.",
    },
  ],
  ImageBlockStart: ["An image, before its bytes.", { format: "How the image is encoded." }],
  ContentBlockDeltaEvent: [
    "The next piece of a block.",
    { delta: "The piece.", contentBlockIndex },
  ],
  ContentBlockDelta: [
    "A piece of a block: appended to the pieces before it, it makes the block.",
    {
      text: "Text that follows.",
      toolUse: "Input for a tool that follows.",
      toolResult: "Pieces of a tool's result that follow.",
      reasoningContent: "Reasoning that follows.",
      citation: "A source of the text so far.",
      image: "A piece of an image.",
    },
  ],
  ToolUseBlockDelta: [
    "A piece of a tool's input.",
    { input: "A piece of JSON text, which is whole only when all pieces are joined." },
  ],
  ToolResultBlockDelta: [
    "A piece of a tool's result.",
    { text: "Text that follows.", json: "A JSON value." },
  ],
  ReasoningContentBlockDelta: [
    "A piece of a model's reasoning.",
    {
      text: "Text that follows.",
      redactedContent: "Reasoning that only its provider can read. Goes back unchanged.",
      signature: "Proves to the model that the text is its own. Goes back unchanged.",
    },
  ],
  CitationsDelta: [
    "A source of the text so far.",
    {
      title: "The source's title.",
      source: "Where a cited search result is from.",
      sourceContent: "The cited passage.",
      location: "Where in the source the passage is.",
    },
  ],
  CitationSourceContentDelta: ["A piece of a cited passage.", { text: "The text." }],
  ImageBlockDelta: [
    "A piece of an image.",
    { source: "The bytes that follow.", error: "Set when the model could not make the image." },
  ],
  ContentBlockStopEvent: ["The end of a block.", { contentBlockIndex }],
  MessageStopEvent: [
    "The end of a message.",
    {
      stopReason: "Why the model stopped.",
      additionalModelResponseFields:
        "The members that `additionalModelResponseFieldPaths` asked for.",
    },
  ],
};
