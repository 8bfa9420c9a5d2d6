import { BedrockRuntimeServiceException } from "bedrock-fetch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeFrames } from "../helpers/eventstream/decode-frames.ts";
import type { HttpServer, ReceivedRequest } from "../helpers/http-server.ts";
import { type Recording, recordedBody, recordingsIn } from "../helpers/recordings.ts";
import {
  bothClients,
  type Members,
  type OperationName,
  readToEnd,
} from "../helpers/service-model/both-clients.ts";
import type { ServiceModel } from "../helpers/service-model/service-model.ts";
import { fromJson, lacking } from "../helpers/service-model/values.ts";
import { haveShared, sharedJson } from "../helpers/shared.ts";
import { replayServer } from "./replay-server.ts";

const recordings = recordingsIn("recordings-converse");
const operationOf = ({ request }: Recording): OperationName =>
  request.path.endsWith("/converse-stream") ? "ConverseStream" : "Converse";
/** Frames without `:message-type`, written by a proxy's authors for their own tests. */
const isMalformed = ({ name }: Recording) => name === "converse-stream-200-unknown-0b07feb3";
const withStatus200 = ({ response }: Recording) => response.status === 200;
const oneEach = (chosen: readonly Recording[]) =>
  chosen.map((recording) => [recording.name, recording] as const);
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe.skipIf(!haveShared)("what Converse once answered, over HTTP", () => {
  let server: HttpServer;
  let model: ServiceModel;

  beforeAll(async () => {
    model = sharedJson<ServiceModel>("reference/bedrock-runtime-service.json");
    server = await replayServer(recordings);
  });
  afterAll(() => server.close());

  const inputOf = ({ request }: Recording): Members => ({
    ...(request.body === ""
      ? {}
      : (fromJson(model, "ConverseRequest", JSON.parse(request.body)) as Members)),
    modelId: decodeURIComponent(request.path.split("/").at(-2)!),
  });

  /** What either client gets for the recorded request, and what it sent. */
  async function replay(recording: Recording) {
    const { ours, official } = bothClients(`${server.origin}/${recording.name}`);
    const run = async (call: typeof ours) => {
      const outcome = await call(operationOf(recording), inputOf(recording))
        .then(readToEnd)
        .then(
          (answer) => ({ answer, error: undefined }),
          (error: unknown) => ({ answer: undefined, error }),
        );
      return { ...outcome, request: server.received.at(-1)! };
    };
    const [mine, theirs] = [await run(ours), await run(official)];
    expectSameRequest(recording, mine.request, theirs.request);
    return { mine, theirs };
  }

  function expectSameRequest(
    { name, request }: Recording,
    mine: ReceivedRequest,
    theirs: ReceivedRequest,
  ): void {
    expect(mine.method).toBe(theirs.method);
    expect(mine.target).toBe(theirs.target);
    expect(decodeURIComponent(mine.target)).toBe(`/${name}${decodeURIComponent(request.path)}`);
    for (const header of ["content-type", "content-length"]) {
      expect(mine.headers[header], header).toBe(theirs.headers[header]);
    }
    expect(mine.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 .*\/us-east-1\/bedrock\//);
    const body = JSON.parse(text(mine.body));
    if (request.body !== "") expect(body).toEqual(JSON.parse(request.body));
    // The SDK writes members in the model's order.
    expect(body).toEqual(JSON.parse(text(theirs.body)));
  }

  it("there are 194, three of them without the body of their request", () => {
    expect(recordings).toHaveLength(194);
    expect(recordings.filter(({ request }) => request.body === "")).toHaveLength(3);
  });

  const whole = recordings.filter((r) => operationOf(r) === "Converse" && withStatus200(r));
  it.each(oneEach(whole))("%s", async (_, recording) => {
    const { mine, theirs } = await replay(recording);

    expect(mine.error).toBeUndefined();
    const { $metadata, ...answer } = mine.answer!;
    const { $metadata: _metadata, ...official } = theirs.answer!;
    expect(lacking(official, answer)).toEqual([]);
    const recorded = JSON.parse(text(recordedBody(recording)));
    expect(answer).toEqual(fromJson(model, "ConverseResponse", recorded));
    expect($metadata).toMatchObject({ httpStatusCode: 200, attempts: 1 });
  });

  const streams = recordings.filter(
    (r) => operationOf(r) === "ConverseStream" && withStatus200(r) && !isMalformed(r),
  );
  it.each(oneEach(streams))("%s", async (_, recording) => {
    const { mine, theirs } = await replay(recording);

    expect(mine.error).toBeUndefined();
    const events = mine.answer!.stream as Members[];
    expect(lacking(theirs.answer!.stream, events)).toEqual([]);
    const recorded = decodeFrames(recordedBody(recording)).map(({ headers, payload }) => {
      const { p: _padding, ...members } = JSON.parse(payload);
      return { [String(Object.fromEntries(headers)[":event-type"])]: members };
    });
    expect(events).toEqual(recorded.map((event) => fromJson(model, "ConverseStreamOutput", event)));
  });

  const malformed = recordings.filter(isMalformed);
  it.each(oneEach(malformed))("%s, which both clients refuse", async (_, recording) => {
    const { mine, theirs } = await replay(recording);

    expect(mine.error).toMatchObject({ name: "InvalidEventError", code: "INVALID_EVENT" });
    expect(theirs.error).toBeInstanceOf(Error);
  });

  const failures = recordings.filter((recording) => !withStatus200(recording));
  it.each(oneEach(failures))("%s", async (_, recording) => {
    const { mine, theirs } = await replay(recording);

    const told = (error: unknown) => {
      const { name, message, $fault, $metadata } = error as BedrockRuntimeServiceException;
      const { httpStatusCode, requestId, attempts } = $metadata;
      return { name, message, $fault, httpStatusCode, requestId, attempts };
    };
    expect(mine.error).toBeInstanceOf(BedrockRuntimeServiceException);
    expect(told(mine.error)).toEqual(told(theirs.error));
  });

  it("every one of them was replayed, by both clients", () => {
    expect([whole.length, streams.length, failures.length]).toEqual([133, 56, 4]);
    const replayed = server.received.map(({ target }) => target.split("/")[1]);
    expect(replayed.sort()).toEqual(recordings.flatMap(({ name }) => [name, name]).sort());
  });
});
