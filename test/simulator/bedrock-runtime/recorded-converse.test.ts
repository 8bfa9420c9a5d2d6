import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { decodeFrames } from "../../helpers/eventstream/decode-frames.ts";
import { type Recording, recordedBody, recordingsIn } from "../../helpers/recordings.ts";
import { haveShared } from "../../helpers/shared.ts";

/** What a block of an answer has, by its first member. */
type Block = Readonly<Record<string, unknown>>;

/** Recorded without its request. */
const noRequest = /unknown/;
/** Answered by a tool of the service's own, which the simulator has not. */
const serverTool = /480e5dbd/;

const recordings = recordingsIn("recordings-converse").filter(
  ({ name }) => /-200-/.test(name) && !noRequest.test(name) && !serverTool.test(name),
);
const named = (prefix: string) =>
  recordings
    .filter(({ name }) => name.startsWith(prefix))
    .map((recording) => [recording.name, recording] as const);

const simulator = createSimulator({
  apiKeys: ["key"],
  guardrails: [{ guardrailIdentifier: "fytaiyvapuzp", words: ["gravitational singularity"] }],
});

async function replay({ request }: Recording): Promise<Response> {
  // Keys of cross-region profiles and bare ids alike.
  return simulator(`https://bedrock-runtime.us-east-1.amazonaws.com${request.path}`, {
    method: "POST",
    headers: { authorization: "Bearer key", "content-type": "application/json" },
    body: request.body,
  });
}

/** A value's members with the kinds of their values; what a tool is given is the tool's own. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, name === "input" ? 0 : shape(member)]),
    );
  }
  return typeof value;
}

const byKind = (blocks: readonly Block[]) =>
  new Map(blocks.map((block) => [Object.keys(block)[0]!, shape(block)]));

/** Members that later recordings of the same model have and earlier ones have not. */
const withoutNewer = (usage: object) => {
  const { serverToolUsage: _, cacheDetails: __, ...rest } = usage as Record<string, unknown>;
  return rest;
};

describe.skipIf(!haveShared)("Converse answers in the recorded form", () => {
  it("has recordings to compare with", () => expect(recordings.length).toBeGreaterThan(180));

  it.for(named("converse-200"))("%s", async ([, recording]) => {
    const recorded = JSON.parse(Buffer.from(recordedBody(recording)).toString());
    const response = await replay(recording);
    expect(response.status, await response.clone().text()).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    const answer = await response.json();

    expect(Object.keys(answer)).toEqual(Object.keys(recorded));
    expect(shape(withoutNewer(answer.usage))).toEqual(shape(withoutNewer(recorded.usage)));
    expect(shape(answer.trace)).toEqual(shape(recorded.trace));
    expect(answer.output.message.role).toBe("assistant");
    const real = byKind(recorded.output.message.content);
    for (const [kind, simulated] of byKind(answer.output.message.content)) {
      if (real.has(kind)) expect(simulated).toEqual(real.get(kind));
    }
    if (real.has("reasoningContent")) {
      expect(answer.output.message.content).toContainEqual(
        expect.objectContaining({ reasoningContent: expect.anything() }),
      );
    }
  });

  it.for(named("converse-stream"))("%s", async ([, recording]) => {
    const response = await replay(recording);
    expect(response.status, await response.clone().text()).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/vnd.amazon.eventstream");
    const real = decodeFrames(recordedBody(recording));
    const simulated = decodeFrames(new Uint8Array(await response.arrayBuffer()));

    const headers = (frames: typeof real) => frames.map(({ headers }) => JSON.stringify(headers));
    // Every header, in its order.
    for (const header of new Set(headers(real))) {
      if (!/contentBlockStart/.test(header)) expect(headers(simulated)).toContain(header);
    }
    expect(simulated.at(-1)!.headers[0]).toEqual([":event-type", "metadata"]);
    const shapes = (frames: typeof real) =>
      new Map(
        frames.map(({ headers, payload }) => {
          const member = JSON.parse(payload);
          const delta = Object.keys(member.delta ?? member.start ?? {})[0] ?? "";
          const part = delta === "reasoningContent" ? Object.keys(member.delta[delta])[0] : "";
          const kind = `${headers[0]![1]} ${delta} ${part}`;
          if (member.usage) member.usage = withoutNewer(member.usage);
          // Names in the order of the alphabet, the padding among them.
          expect(Object.keys(member)).toEqual(Object.keys(member).sort());
          return [kind, shape(member)] as const;
        }),
      );
    const recordedShapes = shapes(real);
    for (const [kind, member] of shapes(simulated)) {
      if (recordedShapes.has(kind)) expect(member, kind).toEqual(recordedShapes.get(kind));
    }
  });
});
