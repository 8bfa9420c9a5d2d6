import { BedrockRuntime, BedrockRuntimeServiceException } from "bedrock-fetch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { referenceDecode } from "../helpers/eventstream/reference-decoder.ts";
import type { HttpServer } from "../helpers/http-server.ts";
import { type Recording, recordedBody, recordingsIn } from "../helpers/recordings.ts";
import { haveShared } from "../helpers/shared.ts";
import { replayServer } from "./replay-server.ts";

const operation = ({ request }: Recording) => request.path.split("/").at(-1);
const modelId = ({ request }: Recording) => decodeURIComponent(request.path.split("/").at(-2)!);
/** Not an event stream, whatever its header says: a proxy's authors wrote it for their own tests. */
const isMalformed = ({ name }: Recording) => name === "stream-200-unknown-bbe5aeb7";
/** As it is sent here: some of the recorded clients left the id's colon as it was. */
const targetOf = (recording: Recording) =>
  `/${recording.name}/model/${encodeURIComponent(modelId(recording))}/${operation(recording)}`;
const succeeded = ({ response }: Recording) => response.status === 200;
const oneEach = (chosen: readonly Recording[]) =>
  chosen.map((recording) => [recording.name, recording] as const);

/** What a plain reading of the recorded stream yields. */
function recordedChunks(recording: Recording): string[] {
  const { messages, code } = referenceDecode(recordedBody(recording));
  expect(code).toBeUndefined();
  return messages.map(({ body }) => {
    const payload: { bytes: string } = JSON.parse(Buffer.from(body, "hex").toString());
    return Buffer.from(payload.bytes, "base64").toString();
  });
}

describe.skipIf(!haveShared).each([
  { folder: "recordings", counts: [39, 28, 3] },
  { folder: "recordings-2026", counts: [70, 55, 0] },
] as const)(
  "what the service once answered to InvokeModel, over HTTP: $folder",
  ({ folder, counts }) => {
    const recordings = recordingsIn(folder);
    let server: HttpServer;

    beforeAll(async () => {
      server = await replayServer(recordings);
    });
    afterAll(() => server.close());

    const clientFor = (recording: Recording) =>
      new BedrockRuntime({
        region: "us-east-1",
        endpoint: `${server.origin}/${recording.name}`,
        credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 1,
      });
    const inputOf = (recording: Recording) => ({
      modelId: modelId(recording),
      body: recording.request.body,
    });

    const invocations = recordings.filter((r) => operation(r) === "invoke" && succeeded(r));
    it.each(oneEach(invocations))("%s", async (_, recording) => {
      const output = await clientFor(recording).invokeModel(inputOf(recording));

      const bytes = recordedBody(recording);
      const { headers } = recording.response;
      expect(Buffer.from(output.body).equals(bytes)).toBe(true);
      expect(output.body.text()).toBe(Buffer.from(bytes).toString());
      expect(output.body.json()).toEqual(JSON.parse(Buffer.from(bytes).toString()));
      expect(output.contentType).toBe(headers["content-type"]);
      expect(output.$metadata).toMatchObject({
        httpStatusCode: 200,
        requestId: headers["x-amzn-requestid"],
        attempts: 1,
        totalRetryDelay: 0,
      });
      const count = (name: string) =>
        headers[name] === undefined ? undefined : Number(headers[name]);
      expect({ ...output.usage }).toEqual(
        definedOnly({
          inputTokens: count("x-amzn-bedrock-input-token-count"),
          outputTokens: count("x-amzn-bedrock-output-token-count"),
          cacheReadInputTokens: count("x-amzn-bedrock-cache-read-input-token-count"),
          cacheWriteInputTokens: count("x-amzn-bedrock-cache-write-input-token-count"),
          invocationLatency: count("x-amzn-bedrock-invocation-latency"),
        }),
      );
      expect(server.received.at(-1)).toMatchObject({
        method: "POST",
        target: targetOf(recording),
      });
      expect(server.received.at(-1)!.body.toString()).toBe(recording.request.body);
    });

    const streams = recordings.filter(
      (r) => operation(r) !== "invoke" && succeeded(r) && !isMalformed(r),
    );
    it.each(oneEach(streams))("%s", async (_, recording) => {
      const output = await clientFor(recording).invokeModelWithResponseStream(inputOf(recording));

      const { "x-amzn-bedrock-content-type": contentType } = recording.response.headers;
      expect(output.contentType).toBe(contentType);
      expect(output.$metadata.requestId).toBe(recording.response.headers["x-amzn-requestid"]);
      const chunks: string[] = [];
      for await (const event of output.body) chunks.push(Buffer.from(event.chunk.bytes).toString());
      expect(chunks.length).toBeGreaterThan(0);
      expect(chunks).toEqual(recordedChunks(recording));
      expect(server.received.at(-1)!.target).toBe(targetOf(recording));
    });

    const malformed = recordings.filter(isMalformed);
    it.each(oneEach(malformed))("%s, which is refused", async (_, recording) => {
      const streaming = clientFor(recording).invokeModelWithResponseStream(inputOf(recording));
      await expect(streaming).rejects.toMatchObject({ code: "PRELUDE_CHECKSUM" });
    });

    const failures = recordings.filter((recording) => !succeeded(recording));
    it.each(oneEach(failures))("%s", async (_, recording) => {
      const client = clientFor(recording);
      const error = await (operation(recording) === "invoke"
        ? client.invokeModel(inputOf(recording))
        : client.invokeModelWithResponseStream(inputOf(recording))
      ).catch((error: unknown) => error);

      const { headers, status } = recording.response;
      expect(error).toBeInstanceOf(BedrockRuntimeServiceException);
      expect(error).toMatchObject({
        name: headers["x-amzn-errortype"]!.split(":")[0],
        message: JSON.parse(Buffer.from(recordedBody(recording)).toString()).message,
        $fault: "client",
        retryable: false,
        $metadata: {
          httpStatusCode: status,
          requestId: headers["x-amzn-requestid"],
          attempts: 1,
          totalRetryDelay: 0,
        },
      });
    });

    it("every one of them was replayed", () => {
      const replayed = new Set(server.received.map(({ target }) => target.split("/")[1]));
      expect([...replayed].sort()).toEqual(recordings.map(({ name }) => name).sort());
      expect([invocations.length, streams.length, failures.length]).toEqual(counts);
    });
  },
);

function definedOnly<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
