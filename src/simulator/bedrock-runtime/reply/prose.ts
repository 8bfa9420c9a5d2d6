import { pick, type Random, seededRandom, shuffled } from "../../random.ts";

/**
 * An answer to `question`: several sentences, always the same for the same question.
 *
 * It describes how the answer itself travels, which is true for every question. A question that names a
 * length ("in 500 words") gets about that many; one that asks for a list, code or a table gets one.
 */
export function composeAnswer(question: string): string {
  const random = seededRandom(question);
  const asked = question.trim().replace(/\s+/g, " ");
  const words = Number(/(\d{1,7})[ -](?:words?|tokens?)\b/i.exec(asked)?.[1] ?? 0);

  const parts = [
    opening(random, asked),
    ...(/\blist\b|\bbullets?\b|\bsteps\b/i.test(asked) ? [list(random)] : []),
    ...(/\bcode\b|\bfunction\b|\bscript\b|\bexample\b/i.test(asked) ? [code] : []),
    ...(/\btable\b/i.test(asked) ? [table] : []),
  ];
  if (words > 0) return lengthened(random, parts.join("\n\n"), words);
  const facts = shuffled(random, SENTENCES);
  const middle = 2 + Math.floor(random() * 3);
  parts.push(facts.slice(0, middle).join(" "));
  parts.push(`${facts[middle]} ${pick(random, CLOSINGS)}`);
  return parts.join("\n\n");
}

function opening(random: Random, asked: string): string {
  if (asked === "")
    return "You asked nothing, so here is a little about how this answer reached you.";
  const characters = [...asked];
  const quoted = characters.length > 120 ? `${characters.slice(0, 117).join("")}…` : asked;
  return pick(random, [
    `You asked “${quoted}”, and I am only a simulator: I know nothing of the world, but I can tell you how this answer reached you.`,
    `“${quoted}” is a good thing to ask. 🙂 I am only a simulated model, yet every byte of this answer traveled as a real one would.`,
    `Thank you for “${quoted}” 🌱 — no model ran to answer it: this text is made from the prompt alone, and the same prompt gives it again.`,
  ]);
}

const SENTENCES: readonly string[] = [
  "Each piece of this text came as one binary frame: twelve bytes of lengths and checksum, a few headers, a JSON payload, and four bytes of CRC-32 at the end.",
  "Before the first word was sent, the request was signed with SigV4, and the simulator computed that signature again from what it received.",
  "The network owes nothing to frames: it may deliver half of one, or twenty at once, and a reader has to put them together.",
  "Inside a frame, the model’s own document is Base64 in JSON, next to some padding that hides how long each word is.",
  "If you press stop, the connection is closed at once and the tokens that were not yet made will never be.",
  "A model writes token by token, so an answer can be read while it is being written — much as a voice is heard before the sentence ends.",
  "Characters such as é, 漢字 or 🚀 take several bytes in UTF-8, and a careful reader never shows one of them cut in half.",
  "The last document of the stream carries the invocation metrics: how many tokens went in, how many came out, and how long it took.",
  "A slow reader slows the sender down; nobody has to hold in memory what nobody has read yet.",
  "Temporary credentials have a session token that is signed along with everything else, and they stop working when their hour is over ⏳.",
  "A throttled request can be made again after a short, random wait, provided that nothing of its answer was shown before.",
  "The colon of a model id is encoded in the path, and encoded once more in the signature; many a first attempt fails on that.",
];

const CLOSINGS: readonly string[] = [
  "That is all there is to it. ✨",
  "Ask something else, and the answer will differ.",
  "The rest, as they say, is only bytes.",
  "If it stopped before this sentence, something cut it short.",
  "Bon voyage, little frame! ⛵",
];

const list = (random: Random): string =>
  shuffled(random, [
    "**Sign** the request with the secret key.",
    "**Send** it, and wait for the headers.",
    "**Read** the frames as they come.",
    "**Check** both checksums of each.",
    "**Show** the text of each document.",
  ])
    .map((item) => `- ${item}`)
    .join("\n");

const code = `\`\`\`ts
for await (const event of body) {
  console.log(event.chunk?.bytes);
}
\`\`\``;

const table = `| part | bytes |
| --- | --- |
| prelude | 12 |
| headers | 75 |
| checksum | 4 |`;

function lengthened(random: Random, start: string, words: number): string {
  const parts = [start];
  for (let count = start.split(/\s+/).length; count < words; ) {
    const sentence = pick(random, SENTENCES);
    parts.push(sentence);
    count += sentence.split(" ").length;
  }
  return parts.join(" ").split(" ").slice(0, Math.max(words, 1)).join(" ");
}
