/** Marks that the chat templates of models with a bare prompt put before the user's last words. */
const BEFORE = [
  /\n\nHuman:/g,
  /\[INST\]/g,
  /<\|start_header_id\|>user<\|end_header_id\|>/g,
  /<｜User｜>/g,
  /(?:^|\n)User:/g,
];
/** And those that come after them. */
const AFTER = /\n\nAssistant:|\[\/INST\]|<\|eot_id\|>|<｜Assistant｜>|\nBot:/;

/** What the user asked in a prompt that was written by a chat template, or the prompt as it is. */
export function questionIn(prompt: string): string {
  let start = 0;
  for (const mark of BEFORE) {
    for (const match of prompt.matchAll(mark))
      start = Math.max(start, match.index + match[0].length);
  }
  return prompt.slice(start).split(AFTER)[0]!.trim();
}
