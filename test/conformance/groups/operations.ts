import { assert } from "../../helpers/assert.ts";
import { ask, CLAUDE, claudeText, clientOf, decode, documentsOf, logged, mark } from "../calls.ts";
import type { SetModule } from "../context.ts";

/** The two operations, their inputs and their outputs. */
const operations: SetModule = (context) => {
  const { it, client, runtime, setting } = context;

  it("invokeModel", async () => {
    const answer = await client.invokeModel(ask("What is a frame?"));
    const document = answer.body.json<{ content: { text: string }[]; stop_reason: string }>();
    assert.ok(document.content[0]?.text.includes("What is a frame?"));
    assert.equal(document.stop_reason, "end_turn");
    assert.deepEqual(JSON.parse(answer.body.text()), document);
    assert.equal(answer.contentType, "application/json");
    assert.equal(answer.$metadata.httpStatusCode, 200);
    assert.equal(answer.$metadata.attempts, 1);
  });

  it("headers of the answer, as far as they may be read", async () => {
    const { usage, $metadata } = await client.invokeModel(ask("What is a header?"));
    assert.equal(usage === undefined, runtime.page, "usage is hidden");
    assert.equal($metadata.requestId === undefined, runtime.page, "the request's id is hidden");
    if (!runtime.page) assert.ok(Number(usage?.outputTokens) > 0);
  });

  it("invokeModelWithResponseStream", async () => {
    const { id, requestMetadata } = mark();
    const answer = await client.invokeModelWithResponseStream(
      ask("What is a stream?", { requestMetadata }),
    );
    assert.ok(answer.body instanceof ReadableStream);
    const documents = await documentsOf(answer.body);
    const [call] = await logged(setting, id);
    assert.deepEqual(documents, call?.sent);
    assert.equal(call?.outcome, "complete");
    assert.ok(claudeText(documents).includes("What is a stream?"));
    assert.equal(answer.$metadata.httpStatusCode, 200);
  });

  it("every kind of body", async () => {
    const { body } = ask("Bytes, please");
    const json = JSON.stringify(body);
    const bytes = new TextEncoder().encode(json);
    const view = new DataView(Uint8Array.of(1, 2, ...bytes, 3).buffer, 2, bytes.length);
    const answers = [];
    for (const each of [body, json, bytes, bytes.buffer, view, new Blob([json])]) {
      const answer = await client.invokeModel({ modelId: CLAUDE, ...(each && { body: each }) });
      answers.push(answer.body.json<{ content: unknown }>().content);
    }
    assert.equal(answers.length, 6);
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
  });

  it("model ids with a colon, a slash and what else is percent-encoded", async () => {
    for (const modelId of [
      "amazon.nova-micro-v1:0",
      "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0",
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-micro-v1:0",
    ]) {
      const body = { messages: [{ role: "user", content: [{ text: "Hello" }] }] };
      const answer = await client.invokeModel({ modelId, body });
      assert.equal(answer.$metadata.httpStatusCode, 200, modelId);
    }
  });

  it("every other member of the input", async () => {
    const { id } = mark();
    const { body } = await client.invokeModelWithResponseStream(
      ask("With everything", {
        accept: "application/json",
        contentType: "application/json",
        trace: "ENABLED",
        guardrailIdentifier: "abcdefgh1234",
        guardrailVersion: "1",
        performanceConfigLatency: "standard",
        serviceTier: "default",
        requestMetadata: { test: id, "Grüße 漢字": "🚀" },
      }),
    );
    await documentsOf(body);
    const [call] = await logged(setting, id);
    assert.deepEqual(call?.requestMetadata, { test: id, "Grüße 漢字": "🚀" });
  });

  it("text outside of ASCII, there and back", async () => {
    const question = '¿Qué es “漢字” 🚀 \u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u0000 \\ " ?';
    const { body } = await client.invokeModel(ask(question));
    assert.ok(JSON.parse(decode(body)).content[0].text.includes('漢字” 🚀 👨‍👩‍👧 \u0000 \\ "'));
  });

  it("eight streams at once through one client", async () => {
    const texts = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const { body } = await client.invokeModelWithResponseStream(ask(`Question ${i}`));
        return claudeText(await documentsOf(body));
      }),
    );
    texts.forEach((text, i) => {
      assert.ok(text.includes(`Question ${i}`));
    });
  });

  it("a fetch of the caller's own", async () => {
    const urls: string[] = [];
    const own: typeof fetch = (input, init) => {
      urls.push(String(input));
      return fetch(input, init);
    };
    await clientOf(context, { fetch: own }).invokeModel(ask("Hello"));
    assert.deepEqual(urls, [`${setting.server}/model/${CLAUDE.replace(":", "%3A")}/invoke`]);
  });

  it("input that cannot work is refused before any request", async () => {
    const error = await assert.rejects(client.invokeModel({ modelId: "", body: {} }));
    assert.ok(error instanceof context.library.InvalidArgumentError);
    assert.equal(error.field, "modelId");
  });
};

export default operations;
