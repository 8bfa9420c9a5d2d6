import { readdirSync } from "node:fs";
import { createSimulator, type Simulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { decodeFrames } from "../../helpers/eventstream/decode-frames.ts";
import { haveShared, sharedJson, sharedPath } from "../../helpers/shared.ts";

interface Recording {
  readonly request: { readonly path: string; readonly body: string };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly bodyBase64: string;
  };
}

/** Formats that the simulator does not speak. */
const unspoken = /ai21\.j2|does-not-exist-9573b85a\.json$/;

/** Recorded when the service still wrote these members in another order. */
const olderOrder = /claude-3-sonnet-20240229|cohere.command-light-text-v14-(98d037a2|d780cdf6)/;

/** The real model stopped here of itself; the simulated one is to do so, too. */
const unlimited = (body: string) =>
  body.replace('"max_tokens_to_sample": 50', '"max_tokens_to_sample": 5000');

/** Recorded without its request. */
const noRequest = /unknown/;

const recordings = haveShared
  ? ["recordings", "recordings-2026"].flatMap((folder) =>
      readdirSync(sharedPath(folder))
        .filter((name) => /-(200|400)-/.test(name))
        .filter((name) => !unspoken.test(name) && !noRequest.test(name))
        .map((name) => `${folder}/${name}`),
    )
  : [];

const simulator = createSimulator({ apiKeys: ["key"] });

/**
 * A value's shape: member names in order with the kinds of their values. Model outputs differ in
 * length, so a run of the same shape in a list counts once.
 */
function shape(value: unknown, anyOrder: boolean): unknown {
  if (Array.isArray(value)) return collapse(value.map((item) => shape(item, anyOrder)));
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, member]) => [name, shape(member, anyOrder)]);
    return anyOrder ? members.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)) : members;
  }
  return value === null ? "null" : typeof value;
}

function collapse(shapes: readonly unknown[]): unknown[] {
  const texts = shapes.map((item) => JSON.stringify(item));
  return shapes.filter((_, index) => texts[index] !== texts[index - 1]);
}

async function replay(simulate: Simulator, { request }: Recording): Promise<Response> {
  return simulate(`https://bedrock-runtime.us-east-1.amazonaws.com${request.path}`, {
    method: "POST",
    headers: { authorization: "Bearer key", "content-type": "application/json" },
    body: unlimited(request.body || "{}"),
  });
}

describe.skipIf(!haveShared)("answers have the recorded shape", () => {
  it("there are recordings", () => expect(recordings.length).toBeGreaterThan(170));

  it.for(recordings)("%s", async (name) => {
    const recording = sharedJson<Recording>(name);
    const recorded = Buffer.from(recording.response.bodyBase64, "base64");
    const response = await replay(simulator, recording);
    const answered = new Uint8Array(await response.arrayBuffer());

    expect(response.status).toBe(recording.response.status);
    const cacheHeader = /cache-(read|write)/;
    const names = (headers: Iterable<string>) =>
      [...headers].filter((header) => /amzn/.test(header) && !cacheHeader.test(header)).sort();
    const headers = Object.keys(recording.response.headers);
    // Some were recorded without the headers of AWS.
    if (names(headers).length > 0) {
      expect(names(response.headers.keys())).toEqual(names(headers));
    }
    expect(response.headers.get("content-type")).toBe(recording.response.headers["content-type"]);
    expect(response.headers.get("x-amzn-errortype")).toBe(
      recording.response.headers["x-amzn-errortype"] ?? null,
    );

    const comparable = comparison(olderOrder.test(name));
    // The simulated Claude says something before it calls a tool; the real one may not.
    const isWordless = (text: string) => /"tool_use"/.test(text) && !/"type": ?"text"/.test(text);
    if (recording.response.status !== 200) {
      expect(JSON.parse(Buffer.from(answered).toString())).toEqual(JSON.parse(recorded.toString()));
    } else if (name.includes("/invoke-")) {
      const spoken = (text: string) => {
        const { content, ...rest } = JSON.parse(text);
        if (content === undefined || !isWordless(recorded.toString())) return JSON.parse(text);
        const calls = content.filter(({ type }: { type: string }) => type !== "text");
        // What a tool is given is the tool's own.
        return { ...rest, content: calls.map((call: object) => ({ ...call, input: {} })) };
      };
      expect(comparable(spoken(Buffer.from(answered).toString()))).toEqual(
        comparable(spoken(recorded.toString())),
      );
    } else {
      const real = decodeFrames(recorded);
      const simulated = decodeFrames(answered);
      expect(new Set(simulated.map(({ headers }) => JSON.stringify(headers)))).toEqual(
        new Set(real.map(({ headers }) => JSON.stringify(headers))),
      );
      expect(Object.keys(JSON.parse(simulated[0]!.payload))).toEqual(["bytes", "p"]);
      expect(simulated.at(-1)!.document).toContain('"amazon-bedrock-invocationMetrics"');
      const shapes = (frames: readonly { document: string }[]) =>
        oneOfEach(frames.map(({ document }) => comparable(JSON.parse(document))));
      // This model had nothing to say, so the recording is an end without a beginning.
      const ended =
        name === "recordings/stream-200-anthropic.claude-instant-v1-2252ba4a.json" ? -1 : 0;
      if (isWordless(real.map(({ document }) => document).join())) {
        expect(shapes(simulated)).toEqual(expect.arrayContaining(shapes(real)));
      } else {
        expect(shapes(simulated).slice(ended)).toEqual(shapes(real));
      }
    }
  });
});

/** A stream repeats a few shapes in turn (delta, stop, delta, stop); what matters is which follows which. */
function oneOfEach(shapes: readonly unknown[]): unknown[] {
  const seen = new Set<string>();
  return shapes.filter((item) => {
    const text = JSON.stringify(item);
    return seen.has(text) ? false : seen.add(text);
  });
}

/** Leaves out what recordings of one model differ in among themselves. */
const comparison = (anyOrder: boolean) => (value: unknown) =>
  shape(
    JSON.parse(JSON.stringify(value), (name, member) =>
      /^cache(Read|Write)Input/.test(name) ? undefined : member,
    ),
    anyOrder,
  );
