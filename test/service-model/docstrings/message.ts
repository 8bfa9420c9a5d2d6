import type { Docstrings } from "./docstring.ts";

export const message: Docstrings = {
  Message: [
    "One turn of a conversation. The `message` of an answer can go back into `messages` as it is.",
    {
      role: "Who speaks. `system` is for instructions between turns, where a model takes them.",
      content:
        "What is said, in order. Models bound the number and the size of images and documents.",
    },
  ],
  ContentBlock: [
    "A piece of a message: text, media, a tool's call or its result, reasoning.",
    {
      text: "Plain text.",
      image: "An image, from you or from a model that draws.",
      document: "A document for the model to read.",
      video: "A video for the model to watch.",
      audio: "Audio, from you or from a model that speaks.",
      toolUse: "The model asks for a tool to be run.",
      toolResult: "The result of running a tool.",
      guardContent:
        "What the guardrail should look at; once there is one, it looks at nothing else.",
      cachePoint: "Everything up to here may be cached.",
      reasoningContent: "What the model thought before it answered. Goes back unchanged.",
      citationsContent: "Text with its sources.",
      searchResult: "What your own search found, for the model to cite.",
      toolAddition: "From here on, the model may use a tool; in a message of role `system`.",
      toolRemoval: "From here on, the model may not use a tool; in a message of role `system`.",
    },
  ],
  ToolUseBlock: [
    "A tool that the model wants to be run. The next message answers it with a `toolResult`.",
    {
      toolUseId: "What the result refers to.",
      name: "The tool's name.",
      input: "What the tool is called with, by its `inputSchema`.",
      type: "`server_tool_use` for a tool that the model's provider runs; otherwise you run it.",
    },
  ],
  ToolResultBlock: [
    "The result of running a tool.",
    {
      toolUseId: "The `toolUseId` of the call.",
      content: "The result.",
      status: "Whether the tool succeeded, for models that take it.",
      type: "The kind of result, of a tool that the model's provider ran.",
    },
  ],
  ToolResultContentBlock: [
    "A piece of a tool's result.",
    {
      json: "A JSON value.",
      text: "Plain text.",
      image: "An image.",
      document: "A document.",
      video: "A video.",
      searchResult: "What a search found, for the model to cite.",
    },
  ],
  GuardrailConverseContentBlock: [
    "Content for the guardrail to look at.",
    { text: "Text.", image: "An image." },
  ],
  GuardrailConverseTextBlock: [
    "Text for the guardrail to look at.",
    {
      text: "The text.",
      qualifiers:
        "The text's role in the grounding policy: the source, the question, or what is checked.",
    },
  ],
  GuardrailConverseImageBlock: [
    "An image for the guardrail to look at.",
    { format: "How the image is encoded.", source: "The image itself." },
  ],
  GuardrailConverseImageSource: [
    "The bytes of an image.",
    { bytes: "The file's bytes; they travel as base64." },
  ],
  CachePointBlock: [
    "The end of a part that does not change between requests and may be cached.",
    {
      type: "`default` is the only kind.",
      ttl: "How long the cache keeps it: five minutes or an hour, where the model has the choice.",
    },
  ],
  ReasoningContentBlock: [
    "What a model thought, in the clear or encrypted.",
    {
      reasoningText: "Reasoning that can be read.",
      redactedContent: "Reasoning that only its provider can read. Goes back unchanged.",
    },
  ],
  ReasoningTextBlock: [
    "Reasoning that can be read.",
    {
      text: "What the model thought.",
      signature: "Proves to the model that the text is its own. Goes back unchanged.",
    },
  ],
  ToolAdditionBlock: [
    "Lets the model use a tool from this point of the conversation on.",
    { tool: "The tool." },
  ],
  ToolRemovalBlock: [
    "Keeps the model from using a tool from this point of the conversation on.",
    { tool: "The tool." },
  ],
  ToolReference: [
    "A tool of `toolConfig`, or of an MCP server.",
    {
      type: "The kind of reference.",
      name: "The name that `toolConfig` has for it.",
      serverName: "The MCP server that has the tool. Needed for such tools only.",
    },
  ],
  SystemContentBlock: [
    "A piece of the system prompt.",
    {
      text: "Plain text.",
      guardContent: "A part that the guardrail should look at.",
      cachePoint: "Everything up to here may be cached.",
    },
  ],
};
