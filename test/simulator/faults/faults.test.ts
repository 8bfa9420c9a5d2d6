import { InvalidArgumentError } from "bedrock-fetch";
import {
  createSimulator,
  type Fault,
  type FaultOption,
  type FaultRule,
  parseFault,
  type Simulator,
} from "bedrock-fetch/simulator";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Server, serve } from "../../../src/simulator/node/serve.ts";
import { decodeFrames } from "../../helpers/eventstream/decode-frames.ts";
import { claudeBody, claudeUrl, signedRequest } from "../auth/signed-request.ts";
import { apiKey, type Invocation, invocation, invoke, prompt, refusalOf } from "../invoke.ts";

const simulator = createSimulator({ apiKeys: [apiKey] });
let server: Server;

beforeAll(async () => {
  server = await serve(simulator);
});
afterAll(() => server.close());
beforeEach(() => simulator.clear());

/** As a client sends it, in the process or over HTTP; the fault is asked for by header. */
type Send = (fault: string, options?: Invocation) => Promise<Response>;

const faulty = (fault: string, options: Invocation): Invocation => ({
  ...options,
  headers: { ...options.headers, "x-simulator-fault": fault },
});

const inProcess: Send = (fault, options = {}) => invoke(simulator, faulty(fault, options));
const overHttp: Send = (fault, options = {}) =>
  fetch(...invocation({ ...faulty(fault, options), endpoint: server.url }));

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

/** All that can be read of a body, and what ended it. */
async function readAll(response: Response): Promise<{ bytes: Uint8Array; error?: unknown }> {
  const pieces: Uint8Array[] = [];
  const reader = response.body!.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      pieces.push(read.value);
    }
    return { bytes: Buffer.concat(pieces) };
  } catch (error) {
    return { bytes: Buffer.concat(pieces), error };
  }
}

const entry = () => simulator.invocationLog.at(-1)!;
const documents = (bytes: Uint8Array) =>
  decodeFrames(bytes)
    .map(({ document }) => document)
    .filter((document) => document !== "");

/** The same body without a fault, in frames. */
async function frames(): Promise<Uint8Array[]> {
  const body = await bytesOf(await invoke(simulator, { stream: true }));
  const found: Uint8Array[] = [];
  for (let at = 0; at < body.length; ) {
    const length = new DataView(body.buffer, at).getUint32(0);
    found.push(body.slice(at, at + length));
    at += length;
  }
  return found;
}

describe.each([
  ["in the process", inProcess],
  ["over HTTP", overHttp],
] as const)("%s, before the answer:", (_, send) => {
  it.for([
    ["AccessDeniedException", 403],
    ["InternalServerException", 500],
    ["ModelErrorException", 424],
    ["ModelNotReadyException", 429],
    ["ModelStreamErrorException", 424],
    ["ModelTimeoutException", 408],
    ["ResourceNotFoundException", 404],
    ["ServiceQuotaExceededException", 400],
    ["ServiceUnavailableException", 503],
    ["ThrottlingException", 429],
    ["ValidationException", 400],
    ["ExpiredTokenException", 403],
    ["UnrecognizedClientException", 403],
    ["InvalidSignatureException", 403],
    ["SignatureDoesNotMatch", 403],
    ["MissingAuthenticationTokenException", 403],
    ["IncompleteSignatureException", 403],
    ["RequestExpired", 403],
    ["RequestTimeTooSkewed", 403],
  ] as const)("error %s is %i", async ([name, status]) => {
    const response = await send(`error; name=${name}`);
    expect(response.status).toBe(status);
    expect(response.headers.get("x-amzn-errortype")).toMatch(
      new RegExp(`^${name}:http://internal`),
    );
    expect((await response.json()).message).toBeTruthy();
    expect(entry()).toMatchObject({ fault: "error", status, errorCode: name, outcome: "failed" });
  });

  it("an error of any name, status and text", async () => {
    const response = await send(
      'error; name=TeapotException; status=418; message="short; \\"stout\\""; originalStatusCode=500; resourceName=kettle',
    );
    expect(response.status).toBe(418);
    expect(await response.json()).toEqual({
      message: 'short; "stout"',
      originalStatusCode: 500,
      resourceName: "kettle",
    });
  });

  it.for([
    ["Message", '{"Message":"why"}'],
    ["__type", '{"__type":"com.amazon.bedrock#ThrottlingException","message":"why"}'],
    ["code", '{"code":"ThrottlingException","message":"why"}'],
    ["empty", ""],
    ["invalid-json", '{"message":"why'],
  ] as const)("an error's body with %s, without the header", async ([body, expected]) => {
    const response = await send(
      `error; name=ThrottlingException; message=why; header=false; body=${body}`,
    );
    expect(response.status).toBe(429);
    expect(response.headers.has("x-amzn-errortype")).toBe(false);
    expect(await response.text()).toBe(expected);
  });

  it("an error's body of 100 MB, of which only what is read is made", async () => {
    const response = await send("error; body=huge");
    const reader = response.body!.getReader();
    const before = process.memoryUsage().arrayBuffers;
    let read = 0;
    while (read < 3_000_000) read += (await reader.read()).value!.length;
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000);
    await reader.cancel();
  });

  it("retry headers", async () => {
    const response = await send("throttle; retryAfter=2; amzRetryAfter=1500");
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("2");
    expect(response.headers.get("x-amz-retry-after")).toBe("1500");
  });

  it("an expired token", async () => {
    const response = await send("expired-token");
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      message: "The security token included in the request is expired",
    });
  });

  it.for([502, 503, 504])("a load balancer's %i", async (status) => {
    const response = await send(`html; status=${status}`);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("text/html");
    expect(response.headers.has("x-amzn-errortype")).toBe(false);
    expect(await response.text()).toContain("<html>");
  });

  it("JSON in place of a stream", async () => {
    const response = await send("json", { stream: true });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    await response.json();
  });

  it("a delay before the headers", async () => {
    const started = performance.now();
    await (await send("delay; ms=80")).arrayBuffer();
    expect(performance.now() - started).toBeGreaterThan(75);
  });

  it("silence before the headers, until the client has had enough", async () => {
    const controller = new AbortController();
    const pending = send("stall", { signal: controller.signal });
    await vi.waitFor(() => expect(simulator.invocationLog).toHaveLength(1));
    controller.abort();
    await expect(pending).rejects.toMatchObject({ name: "AbortError" });
    await vi.waitFor(() => expect(entry().outcome).toBe("canceled"));
  });

  it("a connection that breaks before the headers", async () => {
    await expect(send("reset")).rejects.toThrow(TypeError);
    expect(entry().outcome).toBe("failed");
  });
});

describe("a fault in place of the answer", () => {
  it("a redirect, which fetch follows unless told not to", async () => {
    const elsewhere = await serve(async () => new Response("elsewhere"));
    expect(await (await overHttp(`redirect; location=${elsewhere.url}/`)).text()).toBe("elsewhere");
    await elsewhere.close();
  });

  it("a redirect's status and place", async () => {
    const response = await inProcess('redirect; location="https://example.com/;a=b"; status=308');
    expect(response.status).toBe(308);
    expect(response.headers.get("location")).toBe("https://example.com/;a=b");
  });

  it.for([3_600_000, -3_600_000])("a clock that is off by %i ms", async (ms) => {
    const request = await signedRequest(claudeUrl, claudeBody);
    request.headers.set("x-simulator-fault", `skewed-clock; ms=${ms}`);
    const response = await simulator(request);
    expect(response.status).toBe(403);
    expect((await response.json()).message).toContain(
      ms > 0 ? "Signature expired:" : "Signature not yet current:",
    );
    const off = Date.parse(response.headers.get("date")!) - Date.now();
    expect(Math.abs(off - ms)).toBeLessThan(5000);

    const corrected = await signedRequest(claudeUrl, claudeBody, {
      date: new Date(Date.now() + ms),
    });
    corrected.headers.set("x-simulator-fault", `skewed-clock; ms=${ms}`);
    expect((await simulator(corrected)).status).toBe(200);
  });
});

describe.each([
  ["in the process", inProcess],
  ["over HTTP", overHttp],
] as const)("%s, within a stream:", (where, send) => {
  const stream = (fault: string) => send(fault, { stream: true });

  it("silence after three frames", async () => {
    const response = await stream("stall; after=3");
    const reader = response.body!.getReader();
    let bytes = Buffer.alloc(0);
    while (entry().sentCount < 3 || documents(bytes).length < 3) {
      bytes = Buffer.concat([bytes, (await reader.read()).value!]);
    }
    expect(documents(bytes)).toEqual(entry().sent);
    const more = reader.read();
    const silence = new Promise((resolve) => setTimeout(resolve, 50, "silence"));
    expect(await Promise.race([more, silence])).toBe("silence");
    await reader.cancel();
    await vi.waitFor(() => expect(entry().outcome).toBe("canceled"));
  });

  it("silence after the headers", async () => {
    const response = await stream("stall; after=0");
    expect(response.status).toBe(200);
    await response.body!.cancel();
  });

  it("a connection that breaks after three frames", async () => {
    const { bytes, error } = await readAll(await stream("reset; after=3"));
    expect(error).toBeInstanceOf(TypeError);
    // Over HTTP, what was on its way may be lost with the connection.
    expect(entry().sent.slice(0, documents(bytes).length)).toEqual(documents(bytes));
    expect(entry()).toMatchObject({ sentCount: 3, outcome: "failed" });
  });

  it("a clean end between two frames", async () => {
    const bytes = await bytesOf(await stream("cut; after=4"));
    expect(documents(bytes)).toHaveLength(4);
    expect(documents(bytes)).toEqual(entry().sent);
    expect(entry().outcome).toBe("failed");
  });

  it("a clean end within a frame", async () => {
    const whole = await frames();
    const expected = Buffer.concat([...whole.slice(0, 4), whole[4]!.slice(0, 20)]);
    expect(Buffer.from(await bytesOf(await stream("cut; after=4; bytes=20")))).toEqual(expected);
    expect(entry().sentCount).toBe(4);
  });

  it("nothing at all", async () => {
    const response = await stream("cut; after=0");
    expect(response.status).toBe(200);
    expect(await bytesOf(response)).toHaveLength(0);
  });

  it.for([undefined, 0, 70, 12 * 8])("one bit wrong, at %s", async (bit) => {
    const whole = await frames();
    const bytes = await bytesOf(
      await stream(`flip; after=2${bit === undefined ? "" : `; bit=${bit}`}`),
    );
    const start = whole[0]!.length + whole[1]!.length;
    const damaged = bytes.slice(start, start + whole[2]!.length);
    const wrong = damaged.reduce((bits, byte, at) => bits + ones(byte ^ whole[2]![at]!), 0);
    expect(wrong).toBe(1);
    if (bit !== undefined)
      expect((damaged[bit >> 3]! ^ whole[2]![bit >> 3]!) >> (7 - (bit & 7))).toBe(1);
    expect(() => decodeFrames(damaged)).toThrow();
    expect(entry()).toMatchObject({ sentCount: 2, outcome: "failed" });
  });

  it.for([
    ["length; after=1", 0xffffffff, undefined],
    ["length; after=1; total=16", 16, undefined],
    ["length; after=1; headers=4294967295", undefined, 0xffffffff],
    ["length; after=1; total=100; headers=200", 100, 200],
  ] as const)("%s under right checksums", async ([fault, total, headers]) => {
    const whole = await frames();
    const bytes = await bytesOf(await stream(fault));
    const view = new DataView(bytes.buffer, bytes.byteOffset + whole[0]!.length);
    const was = new DataView(whole[1]!.buffer);
    expect(view.getUint32(0)).toBe(total ?? was.getUint32(0));
    expect(view.getUint32(4)).toBe(headers ?? was.getUint32(4));
    expect(view.getUint32(8)).not.toBe(was.getUint32(8));
    expect(entry().sentCount).toBe(1);
  });

  it.for([
    "internalServerException",
    "modelStreamErrorException",
    "validationException",
    "throttlingException",
    "modelTimeoutException",
    "serviceUnavailableException",
    "somethingNewException",
  ])("%s, first and later", async (name) => {
    for (const after of [0, 3]) {
      const bytes = await bytesOf(
        await stream(`exception; name=${name}; after=${after}; message="so it is"`),
      );
      const decoded = decodeFrames(bytes);
      expect(decoded).toHaveLength(after + 1);
      expect(decoded.at(-1)).toMatchObject({
        headers: [
          [":exception-type", name],
          [":content-type", "application/json"],
          [":message-type", "exception"],
        ],
        payload: '{"message":"so it is"}',
      });
      expect(entry()).toMatchObject({ sentCount: after, outcome: "failed" });
    }
  });

  it("the members of modelStreamErrorException", async () => {
    const fault =
      "exception; name=modelStreamErrorException; originalStatusCode=503; originalMessage=busy";
    const [frame] = decodeFrames(await bytesOf(await stream(fault)));
    expect(JSON.parse(frame!.payload)).toMatchObject({
      originalStatusCode: 503,
      originalMessage: "busy",
    });
  });

  it("an unmodeled error", async () => {
    const decoded = decodeFrames(
      await bytesOf(await stream('error-frame; after=1; code=Oops; message="it broke"')),
    );
    expect(decoded).toHaveLength(2);
    expect(decoded[1]).toEqual({
      headers: [
        [":error-code", "Oops"],
        [":error-message", "it broke"],
        [":message-type", "error"],
      ],
      payload: "",
      document: "",
    });
  });

  it("an event of another type, which harms nothing", async () => {
    const bytes = await bytesOf(await stream("unknown-event; after=2; name=heartbeat"));
    const decoded = decodeFrames(bytes);
    expect(decoded[2]!.headers[0]).toEqual([":event-type", "heartbeat"]);
    expect(documents(bytes)).toEqual(entry().sent);
    expect(entry().outcome).toBe("complete");
  });

  it.for([
    ["no-bytes", '{"p":"abcd"}'],
    ["bad-base64", '{"bytes":"!?*","p":"abcd"}'],
    ["not-json", '{"bytes":'],
  ] as const)("a chunk with %s", async ([kind, payload]) => {
    const response = await stream(`bad-chunk; kind=${kind}; after=1`);
    const bytes = await bytesOf(response);
    expect(Buffer.from(bytes).toString("latin1")).toContain(payload);
    expect(entry()).toMatchObject({ sentCount: 1, outcome: "failed" });
  });

  it("a drip of single bytes, which harms nothing", async () => {
    const options: Invocation = { stream: true, body: prompt("hi", { max_tokens: 2 }) };
    const response = await send("drip", options);
    const reader = response.body!.getReader();
    const pieces: Uint8Array[] = [];
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      pieces.push(read.value);
    }
    if (where === "in the process")
      expect(new Set(pieces.map(({ length }) => length))).toEqual(new Set([1]));
    expect(documents(Buffer.concat(pieces))).toEqual(entry().sent);
    expect(entry().outcome).toBe("complete");
  });

  it.for([
    ["delay; ms=60; at=first-frame", 60],
    ["delay; ms=10; at=frames", 60],
    ["drip; bytes=400; ms=10", 60],
  ] as const)("%s", async ([fault, least]) => {
    const options: Invocation = { stream: true, body: prompt("hi", { max_tokens: 4 }) };
    const started = performance.now();
    const response = await send(fault, options);
    const headers = performance.now() - started;
    const bytes = await bytesOf(response);
    expect(performance.now() - started - headers).toBeGreaterThan(least - 15);
    expect(documents(bytes)).toEqual(entry().sent);
  });
});

describe.each([
  ["in the process", inProcess],
  ["over HTTP", overHttp],
] as const)("%s, within InvokeModel's body:", (_, send) => {
  const whole = async () => (await invoke(simulator)).text();

  it("a clean end in its middle", async () => {
    const text = await (await send("cut")).text();
    expect(text).toBe((await whole()).slice(0, text.length));
    expect(() => JSON.parse(text)).toThrow();
  });

  it("a connection that breaks in its middle", async () => {
    const { error } = await readAll(await send("reset; after=1"));
    expect(error).toBeInstanceOf(TypeError);
    expect(entry()).toMatchObject({ sentCount: 0, outcome: "failed" });
  });

  it("silence in its middle", async () => {
    const response = await send("stall; after=1");
    const reader = response.body!.getReader();
    expect((await reader.read()).value!.length).toBeGreaterThan(100);
    const silence = new Promise((resolve) => setTimeout(resolve, 50, "silence"));
    expect(await Promise.race([reader.read(), silence])).toBe("silence");
    await reader.cancel();
    await vi.waitFor(() => expect(entry().outcome).toBe("canceled"));
  });

  it("a drip harms nothing", async () => {
    const text = await (await send("drip; bytes=7")).text();
    expect(JSON.parse(text)).toEqual(JSON.parse(await whole()));
    expect(simulator.invocationLog[0]).toMatchObject({ sent: [text], outcome: "complete" });
  });

  it("a fault of streams does not apply to it", async () => {
    expect((await send("exception")).status).toBe(200);
    expect(entry().outcome).toBe("complete");
  });
});

describe("which requests a fault applies to", () => {
  const status = async (simulator: Simulator, header?: string) =>
    (await invoke(simulator, { headers: header ? { "x-simulator-fault": header } : {} })).status;

  it("a header's `times` counts by its key", async () => {
    const fault = (key: string) => `throttle; times=2; key=${key}`;
    const statuses = [];
    for (const key of ["a", "a", "b", "a", "b", "b", "a"]) {
      statuses.push(await status(simulator, fault(key)));
    }
    expect(statuses).toEqual([429, 429, 429, 200, 429, 200, 200]);
    simulator.clear();
    expect(await status(simulator, fault("a"))).toBe(429);
  });

  it("rules: one, several, chosen by a function, changed at any time", async () => {
    const throttle: Fault = { fault: "throttle" };
    const ruled = createSimulator({
      apiKeys: [apiKey],
      faults: [
        { ...throttle, times: 2, when: ({ url }) => url.includes("anthropic") },
        ({ headers }) => (headers.has("x-amzn-bedrock-trace") ? { fault: "html" } : undefined),
      ],
    });
    expect(await status(ruled)).toBe(429);
    const nova = {
      modelId: "amazon.nova-micro-v1:0",
      body: { messages: [{ role: "user", content: [{ text: "hi" }] }] },
    };
    expect((await invoke(ruled, nova)).status).toBe(200);
    expect(await status(ruled)).toBe(429);
    expect(await status(ruled)).toBe(200);
    expect((await invoke(ruled, { headers: { "x-amzn-bedrock-trace": "ENABLED" } })).status).toBe(
      503,
    );
    expect(await status(ruled, "error; status=418")).toBe(418);
    ruled.faults.unshift({ fault: "error", name: "ModelTimeoutException" });
    expect(await status(ruled)).toBe(408);
    ruled.faults.length = 0;
    expect(await status(ruled)).toBe(200);
  });

  it("never one that could not prove who it is", async () => {
    const headers = { authorization: "Bearer wrong" };
    expect((await inProcess("throttle", { headers })).status).toBe(403);
  });

  it.for([
    ["explode", "there is no fault 'explode'"],
    ["constructor", "there is no fault 'constructor'"],
    ["", "there is no fault ''"],
    ["stall; afterwards=3", "'stall' has no 'afterwards'. It has: after, times, key"],
    ["stall; constructor=3", "'stall' has no 'constructor'"],
    ["stall; after=three", "'after' must be a number, not 'three'"],
    ["stall after=3", "there is no fault 'stall after=3'"],
    ["stall; after", "is not of the form"],
    ["redirect", "'redirect' needs 'location'"],
    ["delay", "'delay' needs 'ms'"],
    ["bad-chunk", "'bad-chunk' needs 'kind'"],
    ["delay; ms=1; at=noon", "'at' must be one of headers, first-frame, frames"],
  ] as const)("the header '%s' is refused", async ([header, why]) => {
    expect(() => parseFault(header)).toThrow(why);
    const response = await inProcess(header);
    expect(response.status).toBe(400);
    expect((await response.json()).message).toContain(why);
  });
});

describe("the words of a fault", () => {
  const text = fc.string({ minLength: 1 }).filter((text) => !/[\r\n]/.test(text));
  const number = fc.integer({ min: 0, max: 1_000_000 });
  const scope = { times: fc.option(number, { nil: undefined }) };
  const fault = fc.oneof(
    fc.record({ fault: fc.constant("throttle"), retryAfter: text, ...scope }),
    fc.record({
      fault: fc.constant("error"),
      message: text,
      status: number,
      header: fc.boolean(),
      ...scope,
    }),
    fc.record({ fault: fc.constant("cut"), after: number, bytes: number, ...scope }),
    fc.record({ fault: fc.constant("redirect"), location: text, ...scope }),
    fc.record({
      fault: fc.constant("delay"),
      ms: number,
      at: fc.constantFrom("headers", "frames"),
      ...scope,
    }),
  );
  const written = ({ fault, ...members }: Readonly<Record<string, unknown>>) =>
    Object.entries(members)
      .filter(([, value]) => value !== undefined)
      .reduce((words, [name, value]) => {
        const quoted = String(value).replace(/["\\]/g, "\\$&");
        return `${words}; ${name}="${quoted}"`;
      }, String(fault));

  it("say what the object says", () => {
    fc.assert(
      fc.property(fault, (fault) => {
        const { times, ...rest } = fault;
        expect(parseFault(written(fault))).toEqual(times === undefined ? rest : fault);
      }),
    );
  });

  it("are read or refused, whatever they are", () => {
    fc.assert(
      fc.property(fc.string(), (words) => {
        try {
          parseFault(words);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidArgumentError);
        }
      }),
    );
  });
});

describe("faults that are pushed as text", () => {
  it("strike as those of an option do, each as often as it says", async () => {
    const pushed = createSimulator({ apiKeys: [apiKey] });
    pushed.faults.push("throttle; times=1", "throttle; times=1");
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await invoke(pushed)).status);
    expect(statuses).toEqual([429, 429, 200]);
    pushed.clear();
    expect((await invoke(pushed)).status).toBe(429);
  });

  it("are refused if no fault is named so", async () => {
    const pushed = createSimulator({ apiKeys: [apiKey] });
    pushed.faults.push("throtle");
    expect((await refusalOf(await invoke(pushed))).message).toContain("no fault 'throtle'");
  });
});

describe("faults as an option", () => {
  const status = async (faults: FaultOption | FaultOption[]) =>
    (await invoke(createSimulator({ apiKeys: [apiKey], faults }))).status;

  it("are objects, functions, or the header's own words", async () => {
    expect(await status({ fault: "throttle", times: 1 })).toBe(429);
    expect(await status({ fault: "throttle", times: 0 })).toBe(200);
    expect(await status("error; name=ModelNotReadyException; times=1")).toBe(429);
    expect(await status(["throttle; times=0", () => ({ fault: "html", status: 502 })])).toBe(502);
  });

  it.for([
    [{ fault: "explode" }, "fault: there is no fault 'explode'. There are: error, throttle"],
    [{ fault: { fault: "throttle" } }, "there is no fault '[object Object]'"],
    [{}, "there is no fault 'undefined'"],
    [
      { fault: "stall", afterwards: 3 },
      "'stall' has no 'afterwards'. It has: after, times, key, when",
    ],
    [{ fault: "stall", after: "3" }, "'after' must be a number"],
    [{ fault: "error", header: "false" }, "'header' must be one of true, false"],
    [{ fault: "redirect" }, "'redirect' needs 'location'"],
    [{ fault: "throttle", when: true }, "'when' must be a function"],
    ["stall; afterwards=3", "'stall' has no 'afterwards'"],
  ] as const)("are refused if they say what no fault has: %j", ([fault, why]) => {
    const create = () => createSimulator({ faults: fault as FaultRule });
    expect(create).toThrow(InvalidArgumentError);
    expect(create).toThrow(why);
  });

  it("answer with a ValidationException if they are added later and cannot be read", async () => {
    const later = createSimulator({ apiKeys: [apiKey] });
    later.faults.push({ fault: "stal" } as unknown as FaultRule);
    expect(await refusalOf(await invoke(later))).toMatchObject({
      status: 400,
      message: expect.stringContaining("there is no fault 'stal'"),
    });
    later.faults[0] = () => ({ fault: "cut", afterwards: 1 }) as unknown as Fault;
    expect((await refusalOf(await invoke(later))).message).toContain("'cut' has no 'afterwards'");
  });
});

const ones = (byte: number) => byte.toString(2).replaceAll("0", "").length;
