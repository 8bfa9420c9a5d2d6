import { arrayAt, isObject, type JsonObject, objectAt } from "../../json.ts";

/** Nova's own tool, which the service runs while the model answers. */
const NAME = "nova_grounding";

/** A page that is made up: nothing is searched. */
const WEB = { domain: "example.com", url: "https://example.com/" };

/** Whether a request has Nova search the web. */
export const searchesWeb = (input: JsonObject): boolean =>
  arrayAt(objectAt(input, "toolConfig"), "tools").some(
    (tool) => isObject(tool) && objectAt(tool, "systemTool").name === NAME,
  );

/** The search itself and its result, which the service hides, before what the model says of it. */
export const searchBlocks = (query: string, toolUseId: string): readonly [object, object] => [
  { toolUse: { input: { query }, name: NAME, toolUseId, type: "server_tool_use" } },
  { toolResult: { content: [{ text: "[HIDDEN]" }], ...resultOf(toolUseId) } },
];

export const WEB_CITATION: object = { location: { web: WEB } };

const resultOf = (toolUseId: string): object => ({
  status: "success",
  toolUseId,
  type: `${NAME}_result`,
});

/** The same two blocks as ConverseStream's events have them: how each starts, and its only delta. */
export const searchStarts = (
  query: string,
  toolUseId: string,
): readonly (readonly [start: object, delta: object])[] => [
  [
    { toolUse: { name: NAME, toolUseId, type: "server_tool_use" } },
    { toolUse: { input: JSON.stringify({ query }) } },
  ],
  [{ toolResult: resultOf(toolUseId) }, { toolResult: [{ text: "[HIDDEN]" }] }],
];
