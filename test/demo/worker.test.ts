import { connect } from "node:net";
import { join } from "node:path";
import { BedrockRuntime } from "bedrock-fetch";
import { createSimulator, type Simulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { textOf } from "bedrock-fetch/text";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTestHarness, type TestHarness } from "wrangler";
import { chatBody } from "../../demo/chat-body.ts";
import { type Handler, type Server, serve } from "../../src/simulator/node/serve.ts";
import { startWorker, type Worker } from "../helpers/workerd.ts";
import { type Program, start } from "./program.ts";

const root = join(import.meta.dirname, "../..");
const page = "https://chat.example";
const modelId = "us.amazon.nova-2-lite-v1:0";

const { accessKeyId, secretAccessKey, sessionToken } = simulatorCredentials;
const secrets = {
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SESSION_TOKEN: sessionToken,
};

let simulator: Simulator;
let server: Server;
let harness: TestHarness;
let chat: URL;

/** The Worker as wrangler.toml has it, in workerd, with these variables besides. */
const listen = async (vars: Record<string, string>, withSecrets: Record<string, string>) => {
  const started = createTestHarness({
    root,
    workers: [
      {
        configPath: "wrangler.toml",
        vars: { ALLOWED_ORIGINS: `https://other.example ${page}`, ...vars },
        secrets: withSecrets,
      },
    ],
  });
  const { url } = await started.listen();
  return { harness: started, chat: new URL("/chat", url) };
};

beforeAll(async () => {
  simulator = createSimulator();
  server = await serve(simulator);
  ({ harness, chat } = await listen({ AWS_ENDPOINT_URL_BEDROCK_RUNTIME: server.url }, secrets));
}, 60_000);

afterAll(async () => {
  await harness.close();
  await server.close();
});

beforeEach(() => {
  simulator.pace = {};
  simulator.faults.length = 0;
  simulator.clear();
});

let visitors = 0;

/** Each call comes from another address, as Cloudflare would name it, unless it says from which. */
const ask = (
  body: unknown,
  init: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Response> => {
  visitors++;
  return fetch(chat, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...init,
    headers: { "cf-connecting-ip": `2001:db8::${visitors.toString(16)}`, ...init.headers },
  });
};

const question = (text: string) => ({ messages: [{ role: "user", text }] });

const messageOf = async (response: Response): Promise<string> => {
  const { error } = (await response.json()) as { error: { message: string } };
  return error.message;
};

/** What the simulator answers to a question, asked without any Worker. */
const answerTo = async (text: string): Promise<string> => {
  const direct = new BedrockRuntime({
    region: "us-east-1",
    credentials: simulatorCredentials,
    fetch: createSimulator(),
  });
  const messages = [{ role: "user" as const, text }];
  return textOf(await direct.invokeModel({ modelId, body: chatBody(modelId, messages) }));
};

/** How many entries of the Worker's log speak of something. */
const logged = (what: string): number =>
  harness.getLogs().filter((entry) => JSON.stringify(entry).includes(what)).length;

describe("an answer", () => {
  it("is text, as it is written", async () => {
    simulator.pace = { tokensPerSecond: 100 };
    // Browsers ask for compression, and a compressor must not hold words back.
    const response = await ask(question("Hello"), { headers: { "accept-encoding": "gzip, br" } });

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store");
    const pieces = await Array.fromAsync(response.body!.pipeThrough(new TextDecoderStream()));
    expect(pieces.length).toBeGreaterThan(20);
    expect(pieces.join("")).toBe(await answerTo("Hello"));
  });

  it("is server-sent events for who accepts them", async () => {
    const response = await ask(question("Hello"), { headers: { accept: "text/event-stream" } });

    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const events = (await response.text()).trim().split("\n\n");
    const said = events
      .filter((event) => event.startsWith("event: text\n"))
      .map((event) => JSON.parse(event.split("\ndata: ")[1]!).text)
      .join("");
    expect(said).toBe(await answerTo("Hello"));
    expect(events.some((event) => event.startsWith("event: usage\n"))).toBe(true);
  });

  it("is to the whole conversation", async () => {
    const messages = [
      { role: "user", text: "Hello" },
      { role: "assistant", text: "Hello, what is it?" },
      { role: "user", text: "What are frames?" },
    ];
    const alone = await ask(question("What are frames?"));
    const inConversation = await ask({ messages });

    expect(await inConversation.text()).toBe(await alone.text());
    const [first, second] = simulator.invocationLog;
    expect(second!.inputTokenCount).toBeGreaterThan(first!.inputTokenCount!);
  });

  it("that breaks off says so at its end", async () => {
    simulator.faults.push({
      fault: "exception",
      name: "modelTimeoutException",
      after: 9,
    });
    harness.clearLogs();
    const text = await ask(question("Hello"));
    const events = await ask(question("Hello"), { headers: { accept: "text/event-stream" } });

    expect(await text.text()).toMatch(/^\S+ .*\n\n\[The answer broke off here\.\]\n$/);
    expect(await events.text()).toMatch(/event: error\ndata: \{.*"ModelTimeoutException".*\}\n\n$/);
    await vi.waitFor(() => expect(logged("ModelTimeoutException")).toBe(2));
  });
});

describe("a question with a tool", () => {
  const lisbon = { ...question("What time is it in Lisbon?"), tools: ["clock"] };

  it("is answered in rounds, of which the visitor sees one answer", async () => {
    const response = await ask(lisbon, { headers: { accept: "text/event-stream" } });
    const events = await response.text();

    expect(simulator.invocationLog).toMatchObject([
      { outcome: "complete" },
      { outcome: "complete" },
    ]);
    expect(events).toMatch(/event: toolCallStop\ndata: .*"name":"clock".*"place":"Lisbon"/);
    const answer = await answerTo("What time is it in Lisbon?");
    expect(textOfEvents(events)).toContain(answer);
    expect(textOfEvents(events).length).toBeGreaterThan(answer.length);
    expect(events).not.toContain("event: error");
  });

  it("is answered as text, too", async () => {
    const text = await (await ask(lisbon)).text();

    expect(text).toContain(await answerTo("What time is it in Lisbon?"));
    expect(simulator.invocationLog).toHaveLength(2);
  });

  it("that breaks off in the second round says so at its end", async () => {
    simulator.faults.push(() =>
      simulator.invocationLog.length > 0
        ? { fault: "error", name: "ValidationException" }
        : undefined,
    );
    const text = await (await ask(lisbon)).text();

    expect(text).toMatch(/\n\n\[The answer broke off here\.\]\n$/);
  });

  it.each([
    [["hammer"], 'tools[0] must be "clock".'],
    [["clock", "clock"], "tools must be an array of at most 1 names."],
    ["clock", "tools must be an array of at most 1 names."],
  ])("is refused for tools %j", async (tools, message) => {
    const response = await ask({ ...lisbon, tools });

    expect(response.status).toBe(400);
    expect(await messageOf(response)).toBe(message);
    expect(simulator.invocationLog).toEqual([]);
  });
});

describe("a request is refused, with the reason,", () => {
  const long = "x".repeat(8_001);
  const many = Array.from({ length: 51 }, (_, at) => ({
    role: at % 2 ? "assistant" : "user",
    text: "x",
  }));

  it.each<[what: string, body: unknown, status: number, message: string]>([
    ["that is no JSON", "{", 400, "The body must be JSON: "],
    ["that is empty", "", 400, "The body must be JSON: "],
    ["that is null", "null", 400, "messages must be an array of 1 to 50 messages."],
    ["without messages", {}, 400, "messages must be an array of 1 to 50 messages."],
    ["with no message", { messages: [] }, 400, "messages must be an array of 1 to 50 messages."],
    ["with too many", { messages: many }, 400, "messages must be an array of 1 to 50 messages."],
    [
      "that ends with the assistant",
      { messages: many.slice(0, 2) },
      400,
      "The last of messages must be the user's.",
    ],
    [
      "with a system role",
      { messages: [{ role: "system", text: "x" }] },
      400,
      'messages[0].role must be "user": user and assistant take turns.',
    ],
    [
      "whose turns are mixed up",
      { messages: [many[0], many[0], many[0]] },
      400,
      'messages[1].role must be "assistant": user and assistant take turns.',
    ],
    ["with a message that is null", { messages: [null] }, 400, 'messages[0].role must be "user"'],
    ["whose text is a number", { messages: [{ role: "user", text: 1 }] }, 400, "messages[0].text"],
    ["whose text is blank", question(" \n"), 400, "messages[0].text must be 1 to 8000 characters"],
    ["whose text is too long", question(long), 400, "messages[0].text must be 1 to 8000"],
    ["that is too large", " ".repeat(65_537), 413, "The body must be at most 65536 bytes."],
  ])("%s", async (_what, body, status, message) => {
    const response = await ask(body);

    expect(response.status).toBe(status);
    expect(await messageOf(response)).toContain(message);
    expect(simulator.invocationLog).toEqual([]);
  });

  it("of another path or method", async () => {
    const elsewhere = await fetch(new URL("/", chat));
    expect(elsewhere.status).toBe(404);
    expect(await messageOf(elsewhere)).toBe("Nothing is here but /chat.");

    const get = await fetch(chat);
    expect(get.status).toBe(405);
    expect(get.headers.get("allow")).toBe("POST, OPTIONS");
  });

  it("of a visitor who asks too often", async () => {
    const from = async (address: string) => {
      const response = await ask(question("Hello"), { headers: { "cf-connecting-ip": address } });
      await response.text();
      return response;
    };
    // Its minutes are those of the clock: a test may see the turn of one.
    const statuses: number[] = [];
    let last: Response | undefined;
    while (last?.status !== 429 && statuses.length < 60) {
      last = await from("192.0.2.1");
      statuses.push(last.status);
    }

    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(20);
    expect(last!.headers.get("retry-after")).toBe("60");
    expect((await from("192.0.2.2")).status).toBe(200);
  });
});

describe("what goes wrong at Bedrock", () => {
  it("is a 503 where it will pass", async () => {
    simulator.faults.push({ fault: "throttle", amzRetryAfter: 1 });
    const response = await ask(question("Hello"));

    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await messageOf(response)).toBe("The model is busy. Ask again in a moment.");
  });

  it("is a 502 where it will not, and its reason is for the log alone", async () => {
    const reason = "User: arn:aws:iam::123456789012:user/chat is not authorized";
    simulator.faults.push({
      fault: "error",
      name: "AccessDeniedException",
      message: reason,
    });
    harness.clearLogs();
    const response = await ask(question("Hello"), { headers: { origin: page } });

    expect(response.status).toBe(502);
    expect(response.headers.get("access-control-allow-origin")).toBe(page);
    expect(await messageOf(response)).toBe("The model cannot answer. The fault is not yours.");
    await vi.waitFor(() => expect(logged(reason)).toBe(1));
    expect(logged(secretAccessKey)).toBe(0);
  });
});

describe("pages", () => {
  it("of the named origins may ask", async () => {
    const preflight = await fetch(chat, {
      method: "OPTIONS",
      headers: {
        origin: page,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-origin": page,
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "content-type",
      "access-control-max-age": "86400",
      vary: "origin",
    });

    const response = await ask(question("Hello"), { headers: { origin: page } });
    expect(response.headers.get("access-control-allow-origin")).toBe(page);
    expect(response.headers.get("vary")).toBe("origin");
    expect(await response.text()).toBe(await answerTo("Hello"));
  });

  it("may read why they are refused", async () => {
    const response = await ask("{", { headers: { origin: page } });
    expect(response.headers.get("access-control-allow-origin")).toBe(page);
  });

  it.each(["https://chat.example.evil", "https://evil.example", "null", "https://chat"])(
    "of %s may not, and no model is asked",
    async (origin) => {
      for (const method of ["OPTIONS", "POST"]) {
        const body = method === "POST" ? JSON.stringify(question("Hello")) : null;
        const response = await fetch(chat, { method, headers: { origin }, body });
        expect(response.status).toBe(403);
        expect(response.headers.has("access-control-allow-origin")).toBe(false);
      }
      expect(simulator.invocationLog).toEqual([]);
    },
  );
});

describe("visitors who leave", () => {
  let worker: Worker;

  /**
   * Workerd alone: the proxy that wrangler puts before it hides it from the Worker, until it writes
   * again, that a visitor has left.
   */
  beforeAll(async () => {
    worker = await startWorker({
      script: await bundleWithoutLimit(),
      compatibilityFlags: ["enable_request_signal"],
      bindings: {
        MODEL_ID: modelId,
        ALLOWED_ORIGINS: page,
        AWS_REGION: "us-east-1",
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME: server.url,
        ...secrets,
      },
    });
  });

  afterAll(() => worker.close());

  it("among a hundred end their own answers at Bedrock, and nobody else's", async () => {
    simulator.pace = { firstTokenMs: 100, tokensPerSecond: 40 };
    const leaves = (at: number) => at % 3 === 0;
    // What is asked by those who leave takes so long to answer that only they can end it.
    const questions = Array.from(
      { length: 100 },
      (_, at) => `What are frames of kind ${at}${leaves(at) ? ", in 10000 words" : ""}?`,
    );
    const readsEvents = (at: number) => at % 2 === 0;

    const answers = await Promise.all(
      questions.map(async (text, at) => {
        const leaving = new AbortController();
        const response = await fetch(new URL("/chat", worker.url), {
          method: "POST",
          headers: { accept: readsEvents(at) ? "text/event-stream" : "*/*" },
          body: JSON.stringify(question(text)),
          signal: leaving.signal,
        });
        expect(response.status).toBe(200);
        if (!leaves(at)) return response.text();
        await response.body!.getReader().read();
        leaving.abort();
        return undefined;
      }),
    );

    const leavers = questions.filter((_, at) => leaves(at)).length;
    const stayers = questions.length - leavers;
    const outcomes = () => Object.groupBy(simulator.invocationLog, (entry) => entry.outcome);
    await vi.waitFor(() => expect(outcomes().canceled).toHaveLength(leavers), 10_000);
    expect(outcomes().complete).toHaveLength(stayers);
    // Those that stay open wait for another request.
    await vi.waitFor(() => expect(server.openConnections).toBeLessThanOrEqual(stayers));
    expect(worker.output()).toBe("");
    for (const [at, answer] of answers.entries()) {
      if (answer === undefined) continue;
      const text = readsEvents(at) ? textOfEvents(answer) : answer;
      expect(text).toBe(await answerTo(questions[at]!));
    }
  }, 60_000);

  it("before the first word end their request to Bedrock", async () => {
    simulator.pace = { firstTokenMs: 60_000 };
    const body = JSON.stringify(question("Hello"));
    const { port, hostname } = new URL(worker.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /chat HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await vi.waitFor(() => expect(simulator.invocationLog[0]?.outcome).toBe("open"));
    socket.resetAndDestroy();

    await vi.waitFor(() => expect(simulator.invocationLog[0]!.outcome).toBe("canceled"));
    expect(simulator.invocationLog[0]!.sentCount).toBe(0);
  });
});

const textOfEvents = (events: string): string =>
  [...events.matchAll(/^event: text\ndata: (.*)$/gm)]
    .map(([, data]) => JSON.parse(data!).text)
    .join("");

/**
 * The Worker as one module, for a runtime that knows no rate limits, with something left to do when
 * its visitor has gone: it is then alive, and has to end what nobody waits for itself.
 */
const bundleWithoutLimit = async (): Promise<string> => {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import worker from "./worker.ts";
        const CHAT_RATE_LIMIT = { limit: async () => ({ success: true }) };
        export default {
          fetch(request, env, context) {
            context.waitUntil(scheduler.wait(20_000));
            return worker.fetch(request, { ...env, CHAT_RATE_LIMIT });
          },
        };`,
      resolveDir: join(root, "demo/worker"),
    },
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    logLevel: "error",
  });
  return outputFiles[0]!.text;
};

describe("by way of Cloudflare AI Gateway", () => {
  let gateway: Server;
  let gatewayHarness: TestHarness;
  let gatewayChat: URL;
  let seen: Request[];

  /** What AI Gateway does: it takes its prefix off and sends the request on, to AWS's own host. */
  const standIn: Handler = async (request) => {
    seen.push(request.clone());
    const [, region, path] =
      /\/v1\/account\/gateway\/aws-bedrock\/bedrock-runtime\/([^/]+)(\/.*)$/.exec(request.url) ??
      [];
    if (!path) return new Response("No such gateway.", { status: 404 });
    const headers = new Headers(request.headers);
    headers.delete("cf-aig-authorization");
    headers.set("host", `bedrock-runtime.${region}.amazonaws.com`);
    return simulator(
      new Request(`https://bedrock-runtime.${region}.amazonaws.com${path}`, {
        method: request.method,
        headers,
        body: await request.arrayBuffer(),
        signal: request.signal,
      }),
    );
  };

  beforeAll(async () => {
    gateway = await serve(standIn);
    ({ harness: gatewayHarness, chat: gatewayChat } = await listen(
      { AI_GATEWAY_URL: `${gateway.url}/v1/account/gateway` },
      { ...secrets, AI_GATEWAY_TOKEN: "for-the-gateway" },
    ));
  }, 60_000);

  afterAll(async () => {
    await gatewayHarness.close();
    await gateway.close();
  });

  beforeEach(() => {
    seen = [];
  });

  it("a request is signed for AWS's host and sent to the gateway's", async () => {
    const response = await fetch(gatewayChat, {
      method: "POST",
      body: JSON.stringify(question("Hello")),
    });

    expect(await response.text()).toBe(await answerTo("Hello"));
    expect(seen).toHaveLength(1);
    expect(new URL(seen[0]!.url).pathname).toBe(
      "/v1/account/gateway/aws-bedrock/bedrock-runtime/us-east-1/model/us.amazon.nova-2-lite-v1%3A0/invoke-with-response-stream",
    );
    expect(seen[0]!.headers.get("cf-aig-authorization")).toBe("Bearer for-the-gateway");
    expect(seen[0]!.headers.get("authorization")).not.toContain("cf-aig-authorization");
    expect(simulator.invocationLog).toMatchObject([{ identity: accessKeyId, outcome: "complete" }]);
  });

  it("its signature holds for no other host", async () => {
    await fetch(gatewayChat, { method: "POST", body: JSON.stringify(question("Hello")) });
    const { headers } = seen[0]!;
    const body = await seen[0]!.clone().arrayBuffer();
    const path = new URL(seen[0]!.url).pathname.replace(/^.*(?=\/model\/)/, "");
    const at = (host: string) =>
      simulator(
        new Request(`https://${host}${path}`, {
          method: "POST",
          headers: { ...Object.fromEntries(headers), host },
          body,
        }),
      );

    expect((await at("bedrock-runtime.us-east-1.amazonaws.com")).status).toBe(200);
    expect((await at(new URL(gateway.url).host)).status).toBe(403);
  });
});

describe("npm run worker", () => {
  let program: Program | undefined;
  afterEach(() => program?.kill());

  it("starts it with a simulator, and Ctrl-C ends both", async () => {
    program = start("npm", ["run", "--silent", "worker", "--", "--port", "0"]);
    await program.saw(/Ready on http:\S+:\d+/);
    const [, url] = /Ready on (http:\S+)/.exec(program.stdout)!;
    const response = await fetch(new URL("/chat", url), {
      method: "POST",
      body: JSON.stringify(question("Hello")),
    });

    expect(await response.text()).toBe(await answerTo("Hello"));
    program.interrupt();
    expect(await program.exited).toBe(130);
  }, 60_000);
});
