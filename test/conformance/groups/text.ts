import { assert } from "../../helpers/assert.ts";
import { ask, clientOf, faulty, logged, mark } from "../calls.ts";
import type { SetModule } from "../context.ts";

/** Reading answers: text as it comes, documents, events for a browser. */
const text: SetModule = (context) => {
  const { it, client, library, setting } = context;
  const question = "Say it in 30 words 🚀";
  const stream = async () => (await client.invokeModelWithResponseStream(ask(question))).body;
  const whole = async () => library.textOf(await client.invokeModel(ask(question)));

  it("textOf", async () => {
    assert.ok((await whole()).includes("🚀"));
  });

  it("textStream", async () => {
    let joined = "";
    for await (const piece of library.textStream(await stream())) joined += piece;
    assert.equal(joined, await whole());
  });

  it("toTextStream, as the body of a Response", async () => {
    assert.equal(await new Response(library.toTextStream(await stream())).text(), await whole());
  });

  it("collect", async () => {
    const collected = await library.collect(await stream());
    assert.equal(collected.text, await whole());
  });

  it("events, and their answer with the turn as a message", async () => {
    const reading = library.events(await stream());
    let text = "";
    for await (const event of reading) if (event.type === "text") text += event.text;
    const answer = await reading.answer;
    assert.equal(answer.text, text);
    assert.equal(JSON.stringify(answer.message).includes("🚀"), true);
  });

  it("return() before the first next() closes the body", async () => {
    const { id, requestMetadata } = mark();
    const stalled = clientOf(context, { fetch: faulty("stall; after=3") });
    const { body } = await stalled.invokeModelWithResponseStream(
      ask(question, { requestMetadata }),
    );
    const texts = library.textStream(body);
    await texts.return();
    assert.equal((await texts.next()).done, true);
    assert.equal((await logged(setting, id))[0]?.outcome, "canceled");
  });

  it("toServerSentEvents, as the body of a Response", async () => {
    const events = await new Response(library.toServerSentEvents(await stream())).text();
    assert.ok(events.startsWith("event: message_start\ndata: {"), events.slice(0, 100));
    assert.ok(events.endsWith("\n\n"));
  });

  it("an error within the stream reaches the reader of the text", async () => {
    const { body } = await clientOf(context, {
      fetch: faulty("exception; after=4"),
    }).invokeModelWithResponseStream(ask(question));
    const read = async () => {
      for await (const piece of library.textStream(body)) assert.ok(piece !== "");
    };
    assert.equal((await assert.rejects(read())).name, "ThrottlingException");
  });
};

export default text;
