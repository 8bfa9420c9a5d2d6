import { isDeepStrictEqual } from "node:util";
import {
  collect,
  events,
  textOf,
  textStream,
  toServerSentEvents,
  toTextStream,
} from "bedrock-fetch/text";
import { describe, expect, it } from "vitest";
import { endsAnswer } from "../../src/text/shapes/ending.ts";
import { haveShared } from "../helpers/shared.ts";
import { all, textOfBytes } from "./bodies.ts";
import { type Recorded, recorded } from "./recorded-conversations.ts";

// biome-ignore lint/suspicious/noExplicitAny: documents of ten families
type Loose = any;

/** The text of a document, written down from the recordings. Deliberately not from src/. */
function expectedText(document: Loose): string {
  const { type, delta, content, output, contentBlockDelta, index } = document;
  if (type === "content_block_delta") return delta.text ?? "";
  if (contentBlockDelta) return contentBlockDelta.delta.text ?? "";
  const parts = type === "message" ? content : output?.message.content;
  if (parts) {
    return parts
      .flatMap((part: Loose) => part.citationsContent?.content ?? [part])
      .map((part: Loose) => part.text ?? "")
      .join("");
  }
  if ("is_finished" in document) return index === 1 ? "" : (document.text ?? "");
  const [first] = document.results ??
    document.outputs ??
    document.generations ??
    document.completions ?? [document];
  return (
    first.data?.text ?? first.text ?? first.outputText ?? first.completion ?? first.generation ?? ""
  );
}

describe.skipIf(!haveShared)("recordings of 2024 to 2026", () => {
  it("are there", () => {
    const count = (streamed: boolean, converse: boolean) =>
      recorded.filter((it) => it.streamed === streamed && it.converse === converse).length;
    expect([count(false, false), count(true, false)]).toEqual([109, 83]);
    expect([count(false, true), count(true, true)]).toEqual([133, 57]);
  });

  describe.each(recorded)("$name", ({ name, documents, answer, streamed }: Recorded) => {
    const expected = documents.map(expectedText).join("");

    it("has its text", async () => {
      expect((await all(textStream(answer()))).join("")).toBe(expected);
      expect(await textOfBytes(toTextStream(answer()))).toBe(expected);
      expect((await collect(answer())).text).toBe(expected);
      if (!streamed) expect(textOf(answer())).toBe(expected);
    });

    it("is read completely", async () => {
      const found = await all(events(answer()));
      expect([...new Set(found.map(({ document }) => document))]).toEqual(documents);
      const { unreadDocuments, messageIssue } = await collect(answer());
      expect(messageIssue).toBeUndefined();
      // Titan counts its tokens, which can be read.
      const isEmbedding = /cohere\.(embed|rerank)|nova-2-multimodal/.test(name);
      expect(unreadDocuments).toBe(isEmbedding ? 1 : 0);
      expect(await textOfBytes(toServerSentEvents(answer()))).not.toContain("event: error");
    });
  });

  it.each(recorded.filter(({ streamed }) => streamed))(
    "$name ends on its last document and on no other",
    ({ documents }) => {
      const verdicts = documents.map((document) => endsAnswer(document));
      expect(verdicts.pop()).toBe(true);
      expect(verdicts.filter(Boolean)).toEqual([]);
    },
  );

  it.each(recorded.filter(({ converse }) => converse))(
    "$name has Converse's tokens, latency and stop reason",
    async ({ documents, answer }) => {
      const loose = documents as Loose[];
      const { usage, metrics } = loose.findLast((it) => it.metadata)?.metadata ?? loose[0];
      const answered = await collect(answer());
      expect(answered.usage).toMatchObject({
        inputTokens: usage.inputTokens,
        outputTokens: usage.outputTokens,
      });
      expect(answered.invocationLatency).toBe(metrics?.latencyMs);
      const { stopReason } = loose.find((it) => it.messageStop)?.messageStop ?? loose[0];
      expect(answered.stopReason).toBe(stopReason);
    },
  );
});

/** What a request really continued with, where it names a tool call or signature of the answer. */
function turnsAfter({ messages, documents }: Recorded): unknown[] {
  const idsIn = (value: unknown) =>
    [...JSON.stringify(value).matchAll(/"(?:id|toolUseId|signature)":"([^"]+)"/g)].map(
      ([, id]) => id,
    );
  const ids = new Set(idsIn(documents));
  return recorded.flatMap((next) => {
    const turn = next.messages?.[messages?.length ?? 0];
    const before = next.messages?.slice(0, messages?.length);
    if (!messages || !turn || !isDeepStrictEqual(before, messages)) return [];
    const continues = idsIn(turn).some((id) => ids.has(id) && !id?.includes("REDACTED"));
    return continues ? [withoutNull(turn)] : [];
  });
}

/** One of the clients that were recorded adds `"cache_control": null`. */
const withoutNull = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, it) => (it === null ? undefined : it)));

describe.skipIf(!haveShared)("the message of a recorded answer", () => {
  const continued = recorded
    .map((recording) => ({ ...recording, turns: turnsAfter(recording) }))
    .filter(({ turns }) => turns.length > 0);

  it("can be compared with what was sent", () => expect(continued.length).toBeGreaterThan(60));

  it.each(continued)("$name is what was sent", async ({ answer, turns }) => {
    const { message } = await collect(answer());
    for (const turn of turns) expect(message).toEqual(turn);
  });

  it("is Command R's entry in its own history", async () => {
    const histories = recorded.filter(({ documents }) => documents[0]?.chat_history);
    expect(histories).toHaveLength(2);
    for (const { answer, documents } of histories) {
      const { message } = await collect(answer());
      expect(message).toEqual((documents[0] as Loose).chat_history.at(-1));
    }
  });

  it("of Converse has results of the service's own tools and citations", async () => {
    const streamed = recorded.find(({ name }) => name.includes("06e78962"));
    const whole = recorded.find(({ name }) => name.includes("480e5dbd"));
    for (const recording of [streamed, whole]) {
      const { message, toolCalls, serverToolCalls, citations } = await collect(recording!.answer());
      const { content } = message as { content: object[] };
      expect(content.map((block) => Object.keys(block)[0]).slice(0, 4)).toEqual([
        "toolUse",
        "toolResult",
        "text",
        "citationsContent",
      ]);
      expect(toolCalls).toEqual([]);
      expect(serverToolCalls).toMatchObject([
        {
          name: "nova_grounding",
          input: { query: "latest stable Ruby version" },
          result: [{ text: "[HIDDEN]" }],
        },
      ]);
      expect(citations).toHaveLength(3);
    }
    expect((await collect(whole!.answer())).message).toEqual(
      (whole!.documents[0] as Loose).output.message,
    );
  });
});
