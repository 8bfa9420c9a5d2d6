import { type Format, maxTokens, type Turn } from "./format.ts";

/** Meta Llama's: one text in which the turns are marked. */
export const llama: Format = {
  body: (turns) => ({
    prompt: `<|begin_of_text|>${turns
      .map(({ role, text }) => `${header(role)}${text}<|eot_id|>`)
      .join("")}${header("assistant")}`,
    max_gen_len: maxTokens,
  }),
};

const header = (role: Turn["role"]) => `<|start_header_id|>${role}<|end_header_id|>\n\n`;
