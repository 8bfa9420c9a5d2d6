import {
  arrayAt,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  stringAt,
} from "../../../json.ts";
import { validationException } from "../../../service-error.ts";
import { isSigned } from "./signature.ts";

/** The members of the Messages API that Bedrock takes, those of its betas among them. */
const MEMBERS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "anthropic_version",
  "anthropic_beta",
  "cache_control",
  "container",
  "context_management",
  "fallbacks",
  "inference_geo",
  "max_tokens",
  "mcp_servers",
  "messages",
  "metadata",
  "output_config",
  "output_format",
  "service_tier",
  "speed",
  "stop_sequences",
  "system",
  "temperature",
  "thinking",
  "tool_choice",
  "tools",
  "top_k",
  "top_p",
]);

const MIN_BUDGET = 1024;
const DOCUMENTATION = "https://docs.claude.com/en/docs/build-with-claude/extended-thinking";

/**
 * Checks a conversation as Claude does, in its words. Roles need not alternate: Claude joins turns of
 * the same one.
 *
 * @throws ServiceError for the first thing that is wrong.
 */
export function checkMessages(body: JsonObject): void {
  // What the betas take is not all known.
  const isBeta = arrayAt(body, "anthropic_beta").length > 0;
  const unknown = Object.keys(body).find(
    (name) => !isBeta && !MEMBERS.has(name) && !name.startsWith("amazon-bedrock-"),
  );
  if (unknown !== undefined)
    throw validationException(`${unknown}: Extra inputs are not permitted`);
  const messages = arrayAt(body, "messages").filter(isObject);
  if (messages.length === 0)
    throw validationException("messages: at least one message is required");
  checkContent(messages);
  checkToolUse(messages);
  checkToolChoice(body);
  checkThinking(body, messages);
  checkCacheControl(body, messages);
}

function checkContent(messages: readonly JsonObject[]): void {
  for (const [index, { role, content }] of messages.entries()) {
    const isLast = index === messages.length - 1;
    const isEmpty = content === "" || (Array.isArray(content) && content.length === 0);
    if (isEmpty && role === "user") {
      throw validationException(`messages.${index}: user messages must have non-empty content`);
    }
    if (isEmpty && !isLast) {
      throw validationException(
        `messages.${index}: all messages must have non-empty content except for the optional final assistant message`,
      );
    }
    if (blocksOf(content).some(({ type, text }) => type === "text" && text === "")) {
      throw validationException("messages: text content blocks must be non-empty");
    }
  }
  const last = messages.at(-1)!;
  const text =
    typeof last.content === "string" ? last.content : blocksOf(last.content).at(-1)?.text;
  if (last.role === "assistant" && typeof text === "string" && /\s$/.test(text)) {
    throw validationException(
      "messages: final assistant content cannot end with trailing whitespace",
    );
  }
}

/** Every `tool_use` has its `tool_result` in the next message, and every result its use in the one before. */
function checkToolUse(messages: readonly JsonObject[]): void {
  let open: readonly string[] = [];
  for (const [index, { content }] of messages.entries()) {
    const blocks = blocksOf(content);
    const results = blocks.map((block) =>
      block.type === "tool_result" ? stringAt(block, "tool_use_id") : undefined,
    );
    const missing = open.filter((id) => !results.includes(id));
    if (missing.length > 0) {
      throw validationException(
        `messages.${index - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
      );
    }
    const unexpected = results.findIndex((id) => id !== undefined && !open.includes(id));
    if (unexpected >= 0) {
      throw validationException(
        `messages.${index}.content.${unexpected}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${results[unexpected]}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      );
    }
    open = blocks.filter(({ type }) => type === "tool_use").map((block) => stringAt(block, "id"));
  }
  if (open.length > 0) {
    throw validationException(
      `messages.${messages.length - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
    );
  }
}

const MAX_CACHED_BLOCKS = 4;

function checkCacheControl(body: JsonObject, messages: readonly JsonObject[]): void {
  const blocks = [
    ...blocksOf(body.tools),
    ...blocksOf(body.system),
    ...messages.flatMap(({ content }) => blocksOf(content)),
  ];
  const { length } = blocks.filter(({ cache_control }) => isObject(cache_control));
  if (length <= MAX_CACHED_BLOCKS) return;
  throw validationException(
    `A maximum of ${MAX_CACHED_BLOCKS} blocks with cache_control may be provided. Found ${length}.`,
  );
}

function checkToolChoice(body: JsonObject): void {
  const choice = objectAt(body, "tool_choice");
  const tools = arrayAt(body, "tools").filter(isObject);
  if (choice.type === "any" && tools.length === 0) {
    throw validationException("tool_choice.any may only be specified while providing tools");
  }
  if (choice.type === "tool" && !tools.some(({ name }) => name === choice.name)) {
    throw validationException(`Tool '${choice.name}' not found in provided tools`);
  }
}

function checkThinking(body: JsonObject, messages: readonly JsonObject[]): void {
  checkSignatures(messages);
  const thinking = objectAt(body, "thinking");
  if (thinking.type !== "enabled") return;
  const { budget_tokens: budget } = thinking;
  if (typeof budget !== "number")
    throw validationException("thinking.enabled.budget_tokens: Field required");
  if (budget < MIN_BUDGET) {
    throw validationException(
      `thinking.enabled.budget_tokens: Input should be greater than or equal to ${MIN_BUDGET}`,
    );
  }
  const { max_tokens: maxTokens } = body;
  if (typeof maxTokens === "number" && budget >= maxTokens && !interleaves(body)) {
    throw validationException(
      `\`max_tokens\` must be greater than \`thinking.budget_tokens\`. Please consult our documentation at ${DOCUMENTATION}#max-tokens-and-context-window-size`,
    );
  }
  const { type } = objectAt(body, "tool_choice");
  if (type === "any" || type === "tool") {
    throw validationException("Thinking may not be enabled when tool_choice forces tool use.");
  }
  checkThought(messages);
}

/** With interleaved thinking, the budget is that of all the thinking between the calls of tools. */
const interleaves = (body: JsonObject): boolean =>
  arrayAt(body, "anthropic_beta").some((beta) => String(beta).startsWith("interleaved-thinking"));

/** The thinking before the tools that are being used must come back. */
function checkThought(messages: readonly JsonObject[]): void {
  const index = messages.findLastIndex(({ role }) => role === "assistant");
  const usesTools = (message: JsonObject | undefined) =>
    blocksOf(message?.content).some(({ type }) => type === "tool_result");
  if (index < 0 || !usesTools(messages[index + 1])) return;
  const [first] = blocksOf(messages[index]!.content);
  if (first?.type === "thinking" || first?.type === "redacted_thinking") return;
  throw validationException(
    `messages.${index}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${first?.type ?? "text"}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks). We recommend you include thinking blocks from previous turns. To avoid this requirement, disable \`thinking\`. Please consult our documentation at ${DOCUMENTATION}`,
  );
}

function checkSignatures(messages: readonly JsonObject[]): void {
  for (const [index, { content }] of messages.entries()) {
    for (const [at, block] of blocksOf(content).entries()) {
      if (block.type !== "thinking") continue;
      const signature = stringAt(block, "signature");
      if (signature === "") {
        throw validationException(
          `messages.${index}.content.${at}.thinking.signature: Field required`,
        );
      }
      if (!isSigned(stringAt(block, "thinking"), signature)) {
        throw validationException(
          `messages.${index}.content.${at}: Invalid \`signature\` in \`thinking\` block`,
        );
      }
    }
  }
}

const blocksOf = (content: Json | undefined): JsonObject[] =>
  Array.isArray(content) ? content.filter(isObject) : [];
