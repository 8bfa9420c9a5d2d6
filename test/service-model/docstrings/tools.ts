import type { Docstrings } from "./docstring.ts";

export const tools: Docstrings = {
  ToolConfiguration: [
    "The tools that a model may use.",
    { tools: "The tools.", toolChoice: "Whether the model must use one. Default: `{ auto: {} }`." },
  ],
  Tool: [
    "A tool, or the end of a part of the list that may be cached.",
    {
      toolSpec: "A tool of your own: the model asks for it, and you run it.",
      systemTool: "A tool that the model's provider defines.",
      cachePoint: "All tools up to here may be cached.",
    },
  ],
  ToolSpecification: [
    "A tool of your own.",
    {
      name: "What the model calls it.",
      description: "What it does and when to use it, for the model to read.",
      inputSchema: "What it takes.",
      strict: "Whether the model's input is held to the schema. Default: it is not.",
    },
  ],
  ToolInputSchema: [
    "What a tool takes.",
    { json: "A JSON Schema whose type is `object`: an object, not its text." },
  ],
  SystemTool: ["A tool that the model's provider defines.", { name: "Its name." }],
  ToolChoice: [
    "Whether a model must use a tool.",
    {
      auto: "The model decides.",
      any: "The model uses some tool instead of answering in text.",
      tool: "The model uses this tool.",
    },
  ],
  AutoToolChoice: ["Takes no options: `{}`.", {}],
  AnyToolChoice: ["Takes no options: `{}`.", {}],
  SpecificToolChoice: ["The tool that a model must use.", { name: "The tool's name." }],
};
