import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import Anthropic, { type ClientOptions } from "@anthropic-ai/sdk";
import { APICallError, generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import OpenAI from "openai";
import { assert } from "../../helpers/assert.ts";
import { CLAUDE, clientOf, faulty, logged, mark } from "../calls.ts";
import type { SetModule } from "../context.ts";

const GPT_OSS = "openai.gpt-oss-120b-1:0";
const KEY = "a-key-of-the-SDK-that-nobody-may-see";

const content = "What is the weather in Paris?";
const messages = [{ role: "user" as const, content }];
const ask = { model: CLAUDE, max_tokens: 2000, messages };
const weather = {
  type: "object" as const,
  properties: { city: { type: "string" as const } },
  required: ["city"],
};
const tools = {
  get_weather: tool({
    description: "The weather",
    inputSchema: jsonSchema<{ city: string }>(weather),
    execute: async ({ city }) => `Sunny in ${city}`,
  }),
};

/** What fetch asks for beside a stream, and its types do not know. */
const HALF: object = { duplex: "half" };

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A fetch of which the first request alone meets a fault, and what it has been asked. */
const observed = (fault?: string) => {
  const requests: Headers[] = [];
  const fetch: Fetch = (input, init) => {
    requests.push(new Headers(init?.headers));
    if (fault !== undefined && requests.length === 1) return faulty(fault)(input, init);
    return globalThis.fetch(input, init);
  };
  return { fetch, requests };
};

/** The SDKs that people use already, over a client's authorization, with a visitor's credentials. */
const sdks: SetModule = (context) => {
  const { it, library, runtime, setting } = context;
  const { identityPoolId, roleArn, server } = setting;
  const { anthropicFetch, fromCognitoIdentityPool, fromWebIdentity, signedFetch } = library;
  const cognito = fromCognitoIdentityPool({
    identityPoolId,
    endpoint: server,
    basicFlow: (webIdentityToken) =>
      fromWebIdentity({ roleArn, webIdentityToken, endpoint: server }),
  });
  let renewals = 0;
  const credentials = () => {
    renewals++;
    return cognito();
  };

  const client = (fetch?: Fetch) => clientOf(context, { credentials, ...(fetch && { fetch }) });
  const common = {
    apiKey: KEY,
    // What is in the page is temporary, and nobody's but the visitor's.
    dangerouslyAllowBrowser: true,
    maxRetries: 0,
  };

  const signed = (more: Partial<ClientOptions> = {}, fetch?: Fetch) =>
    new Anthropic({
      ...common,
      baseURL: `${server}/anthropic`,
      fetch: signedFetch(client(fetch)),
      ...more,
    });
  const invoking = (more: Partial<ClientOptions> = {}, fetch?: Fetch) =>
    new Anthropic({ ...common, fetch: anthropicFetch(client(fetch)), ...more });
  const openai = (more: Partial<ConstructorParameters<typeof OpenAI>[0]> = {}, fetch?: Fetch) =>
    new OpenAI({
      ...common,
      baseURL: `${server}/openai/v1`,
      fetch: signedFetch(client(fetch)),
      ...more,
    });

  const anthropics = { signedFetch: signed, anthropicFetch: invoking };
  for (const [name, anthropic] of Object.entries(anthropics)) {
    it(`Anthropic's over ${name}: whole, and the same streamed`, async () => {
      const { data: message, request_id } = await anthropic().messages.create(ask).withResponse();
      assert.equal(message.type, "message");
      assert.equal(message.stop_reason, "end_turn");
      const [block] = message.content;
      assert.ok(block?.type === "text" && block.text.includes("Paris"), JSON.stringify(block));
      if (name === "anthropicFetch") assert.equal(!request_id, runtime.page);

      const stream = anthropic().messages.stream(ask);
      const said: string[] = [];
      stream.on("text", (delta) => void said.push(delta));
      const final = await stream.finalMessage();
      assert.equal(said.join(""), block.text);
      assert.deepEqual(final.content, message.content);
      assert.deepEqual(final.usage, message.usage);
      assert.ok(said.length > 3);
    });

    it(`Anthropic's over ${name}: thinking, which comes back signed`, async () => {
      const thinking = { type: "enabled" as const, budget_tokens: 1024 };
      const { content: thought } = await anthropic()
        .messages.stream({ ...ask, thinking })
        .finalMessage();
      assert.deepEqual(
        thought.map(({ type }) => type),
        ["thinking", "text"],
      );
      const next = await anthropic().messages.create({
        ...ask,
        thinking,
        messages: [...messages, { role: "assistant", content: thought }, ...messages],
      });
      assert.equal(next.stop_reason, "end_turn");
    });

    it(`Anthropic's over ${name}: the tool runner, whole and streamed`, async () => {
      const cities: string[] = [];
      const given = {
        ...ask,
        betas: ["interleaved-thinking-2025-05-14" as const],
        // Only anthropicFetch reports to the SDK that threads are not kept here.
        ...(name === "signedFetch" && { thread: false as const }),
        tools: [
          {
            type: "custom" as const,
            name: "get_weather",
            description: "The weather",
            input_schema: weather,
            run: ({ city }: { city: string }) => {
              cities.push(city);
              return `Sunny in ${city}`;
            },
            parse: (input: unknown) => input as { city: string },
          },
        ],
      };
      const whole = await anthropic().beta.messages.toolRunner(given).runUntilDone();
      assert.equal(whole.stop_reason, "end_turn");
      const stops: unknown[] = [];
      const runner = anthropic().beta.messages.toolRunner({ ...given, stream: true });
      for await (const stream of runner) stops.push((await stream.finalMessage()).stop_reason);
      assert.deepEqual(stops, ["tool_use", "end_turn"]);
      assert.deepEqual(cities, ["Paris", "Paris"]);
    });

    it(`Anthropic's over ${name}: aborted, the service hears of it`, async () => {
      const { id, requestMetadata } = mark();
      const marked = {
        defaultHeaders: { "x-amzn-bedrock-request-metadata": JSON.stringify(requestMetadata) },
      };
      const stalled = anthropic(marked, faulty("stall; after=4"));
      const stream = await stalled.messages.create({ ...ask, stream: true });
      const reader = stream[Symbol.asyncIterator]();
      await reader.next();
      stream.controller.abort();
      for (let read = await reader.next(); !read.done; read = await reader.next());
      const waiting = anthropic(marked, faulty("stall"));
      const controller = new AbortController();
      const call = waiting.messages.create(ask, { signal: controller.signal });
      const rejected = assert.rejects(call);
      await fetch(`${server}/heard/${id}`);
      controller.abort();
      const error = await rejected;
      assert.ok(error instanceof Anthropic.APIUserAbortError, String(error));
      const calls = await logged(setting, id);
      assert.ok(calls.length > 0 && calls.every(({ outcome }) => outcome === "canceled"));
    });

    it(`Anthropic's over ${name}: throttled, the SDK tries again and the client does not`, async () => {
      const { fetch, requests } = observed("throttle; retryAfter=0");
      const error = await assert.rejects(anthropic({}, fetch).messages.create(ask));
      assert.ok(error instanceof Anthropic.RateLimitError, String(error));
      assert.equal(error.status, 429);
      assert.equal(error.type, "rate_limit_error");
      assert.equal(requests.length, 1);
      const again = observed("throttle; retryAfter=0");
      const { stop_reason } = await anthropic({ maxRetries: 1 }, again.fetch).messages.create(ask);
      assert.equal(stop_reason, "end_turn");
      assert.equal(again.requests.length, 2);
    });

    it(`Anthropic's over ${name}: errors of its own classes`, async () => {
      for (const [fault, Type, type] of [
        ["ValidationException", Anthropic.BadRequestError, "invalid_request_error"],
        ["AccessDeniedException", Anthropic.PermissionDeniedError, "permission_error"],
        ["ResourceNotFoundException", Anthropic.NotFoundError, "not_found_error"],
        ["InternalServerException", Anthropic.InternalServerError, "api_error"],
        ["ServiceUnavailableException", Anthropic.InternalServerError, "overloaded_error"],
      ] as const) {
        const failing = anthropic({}, faulty(`error; name=${fault}; message="What happened"`));
        for (const stream of [false, true]) {
          const error = await assert.rejects(failing.messages.create({ ...ask, stream }), fault);
          assert.ok(error instanceof Type, `${fault}: ${error}`);
          assert.equal(error.type, type, fault);
          assert.ok(error.message.includes("What happened"), error.message);
          if (name === "anthropicFetch") assert.equal(!error.requestID, runtime.page);
        }
      }
      const broken = anthropic({}, faulty("exception; after=4; message=Enough"));
      const read = async () => {
        for await (const _ of await broken.messages.create({ ...ask, stream: true }));
      };
      const error = await assert.rejects(read());
      assert.ok(error instanceof Anthropic.APIError, String(error));
      assert.ok(error.message.includes("rate_limit_error"), error.message);
      assert.ok(error.message.includes("Enough"), error.message);
    });

    it(`Anthropic's over ${name}: a token that has expired is renewed, a clock set`, async () => {
      const expired = observed("expired-token");
      const before = renewals;
      await anthropic({}, expired.fetch).messages.create(ask);
      assert.equal(expired.requests.length, 2);
      assert.equal(renewals, before + 2);
      let requests = 0;
      const skewed: Fetch = (input, init) => {
        requests++;
        return faulty("skewed-clock; ms=600000")(input, init);
      };
      await anthropic({}, skewed).messages.create(ask);
      assert.equal(requests, 2);
    });

    it(`Anthropic's over ${name}: what Bedrock does not have is not found`, async () => {
      const found = anthropic();
      const counted = { model: CLAUDE, messages };
      for (const call of [
        () => found.messages.batches.create({ requests: [] }),
        () => found.models.list(),
        ...(name === "signedFetch" ? [() => found.messages.countTokens(counted)] : []),
      ]) {
        const error = await assert.rejects(call());
        assert.ok(error instanceof Anthropic.NotFoundError, String(error));
        assert.equal(error.type, "not_found_error");
      }
      if (name === "signedFetch") return;
      const { input_tokens } = await found.messages.countTokens(counted);
      const { usage } = await found.messages.create(ask);
      assert.equal(input_tokens, usage.input_tokens);
    });
  }

  it("OpenAI's Chat Completions, whole, streamed and with tools", async () => {
    const chat = { model: GPT_OSS, messages };
    const whole = await openai().chat.completions.create(chat);
    const text = whole.choices[0]?.message.content;
    assert.ok(text?.includes("Paris"), String(text));
    const stream = openai().chat.completions.stream({
      ...chat,
      stream_options: { include_usage: true },
    });
    const deltas: string[] = [];
    stream.on("content", (delta) => void deltas.push(delta));
    const final = await stream.finalChatCompletion();
    assert.equal(deltas.join(""), text);
    assert.equal(final.choices[0]?.message.content, text);
    assert.equal((await stream.totalUsage()).total_tokens, whole.usage?.total_tokens);
    const runner = openai().chat.completions.runTools({
      ...chat,
      stream: true,
      tools: [
        {
          type: "function",
          function: {
            name: "get_weather",
            description: "The weather",
            parameters: weather as Record<string, unknown>,
            parse: JSON.parse,
            function: ({ city }: { city: string }) => `Sunny in ${city}`,
          },
        },
      ],
    });
    assert.ok((await runner.finalContent())?.includes("Paris"));
    assert.ok(JSON.stringify(runner.messages).includes("Sunny in Paris"));
  });

  it("OpenAI's Responses, whole, streamed and with tools", async () => {
    const given = { model: GPT_OSS, input: content, reasoning: { effort: "low" as const } };
    const whole = await openai().responses.create(given);
    assert.ok(whole.output_text.includes("Paris"));
    const stream = openai().responses.stream(given);
    let deltas = "";
    stream.on("response.output_text.delta", ({ delta }) => {
      deltas += delta;
    });
    assert.equal((await stream.finalResponse()).output_text, whole.output_text);
    assert.equal(deltas, whole.output_text);
    const parameters = weather as Record<string, unknown>;
    const { output } = await openai().responses.create({
      ...given,
      tools: [{ type: "function", name: "get_weather", parameters, strict: false }],
    });
    assert.ok(output.some((item) => item.type === "function_call" && /Paris/.test(item.arguments)));
  });

  it("OpenAI's: aborted, throttled, refused, not found", async () => {
    const chat = { model: GPT_OSS, messages };
    const stalled = openai({}, faulty("stall; after=3"));
    const controller = new AbortController();
    const stream = await stalled.chat.completions.create(
      { ...chat, stream: true },
      { signal: controller.signal },
    );
    let chunks = 0;
    for await (const _ of stream) if (++chunks === 2) controller.abort();
    assert.equal(chunks, 2);

    const again = observed("throttle; retryAfter=0");
    await openai({ maxRetries: 1 }, again.fetch).chat.completions.create(chat);
    assert.equal(again.requests.length, 2);
    const throttled = openai({}, faulty("throttle"));
    const limited = await assert.rejects(
      throttled.responses.create({ model: GPT_OSS, input: "Hi" }),
    );
    assert.ok(limited instanceof OpenAI.RateLimitError, String(limited));

    const refused = await assert.rejects(
      openai().chat.completions.create({ ...chat, model: CLAUDE }),
    );
    assert.ok(refused instanceof OpenAI.BadRequestError, String(refused));
    assert.equal(refused.type, "invalid_request_error");
    const missing = await assert.rejects(openai().models.list());
    assert.ok(missing instanceof OpenAI.NotFoundError, String(missing));
  });

  const anthropicOf = (fetch?: Fetch) =>
    createAnthropic({
      apiKey: KEY,
      baseURL: `${server}/anthropic/v1`,
      fetch: signedFetch(client(fetch)) as typeof globalThis.fetch,
    })(CLAUDE);
  const invokingOf = (fetch?: Fetch) =>
    createAnthropic({
      apiKey: KEY,
      fetch: anthropicFetch(client(fetch)) as typeof globalThis.fetch,
    })(CLAUDE);
  const openaiOf = (fetch?: Fetch) =>
    createOpenAI({
      apiKey: KEY,
      baseURL: `${server}/openai/v1`,
      fetch: signedFetch(client(fetch)) as typeof globalThis.fetch,
    });
  const providers = {
    "Anthropic provider over signedFetch": anthropicOf,
    "Anthropic provider over anthropicFetch": invokingOf,
    "OpenAI provider, chat": (fetch?: Fetch) => openaiOf(fetch).chat(GPT_OSS),
    "OpenAI provider, responses": (fetch?: Fetch) => openaiOf(fetch).responses(GPT_OSS),
  };
  for (const [name, model] of Object.entries(providers)) {
    it(`Vercel's ${name}: whole, streamed and with tools`, async () => {
      const given = { prompt: content, tools, stopWhen: stepCountIs(2), maxRetries: 0 };
      const whole = await generateText({ model: model(), ...given });
      assert.ok(whole.text.includes("Paris"), whole.text);
      assert.equal(whole.steps.length, 2);
      const streamed = streamText({ model: model(), ...given });
      assert.equal(await streamed.text, whole.text);
      assert.equal(await streamed.finishReason, "stop");
    });

    it(`Vercel's ${name}: aborted, throttled, refused`, async () => {
      const again = observed("throttle; retryAfter=0");
      const { text } = await generateText({
        model: model(again.fetch),
        prompt: content,
        maxRetries: 1,
      });
      assert.ok(text.includes("Paris"));
      assert.equal(again.requests.length, 2);
      const refusing = model(faulty('error; name=ValidationException; message="What happened"'));
      const error = await assert.rejects(
        generateText({ model: refusing, prompt: content, maxRetries: 2 }),
      );
      assert.ok(APICallError.isInstance(error), String(error));
      assert.equal(error.statusCode, 400);
      assert.ok(error.message.includes("What happened"), error.message);
      const controller = new AbortController();
      const stalled = generateText({
        model: model(faulty("stall")),
        prompt: content,
        maxRetries: 0,
        abortSignal: controller.signal,
      });
      const rejected = assert.rejects(stalled);
      controller.abort(new Error("enough"));
      assert.ok(/enough|abort/i.test(String(await rejected)));
    });
  }

  it("every kind of body is signed as it is sent", async () => {
    const send = signedFetch(client());
    const url = `${server}/openai/v1/chat/completions`;
    const json = JSON.stringify({ model: GPT_OSS, messages });
    const bytes = new TextEncoder().encode(json);
    const stream = () =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(bytes.subarray(0, 9));
          controller.enqueue(bytes.subarray(9));
          controller.close();
        },
      });
    for (const [kind, body] of Object.entries({
      string: json,
      bytes,
      buffer: bytes.buffer,
      blob: new Blob([json], { type: "application/json" }),
      stream: stream(),
    })) {
      const init = { method: "POST", body };
      const response = await send(url, kind === "stream" ? { ...init, ...HALF } : init);
      assert.equal(response.status, 200, kind);
      assert.ok((await response.json()).choices[0].message.content.includes("Paris"), kind);
    }
    const request = new Request(url, { method: "POST", body: json });
    const answer = await send(request);
    assert.equal(answer.status, 200, "Request");
    await answer.text();
    // A signature that is wrong would be refused with 403, before the body is looked at.
    const form = new FormData();
    form.set("purpose", "batch");
    const upload = new FormData();
    upload.set("file", new Blob(["{}"]), "file.jsonl");
    // WebKit 2.50 cannot read a form with a file by any means.
    const isReadable = await new Response(upload).arrayBuffer().then(
      () => true,
      () => false,
    );
    const bodies = [form, new URLSearchParams({ a: "b c" }), ...(isReadable ? [upload] : [])];
    for (const body of bodies) {
      const response = await send(url, { method: "POST", body });
      assert.equal(response.status, 400, String(body));
      await response.text();
    }
  });

  it("a short-term API key, in a page too", async () => {
    const { createShortTermApiKey } = library;
    const apiKey = async () =>
      (await createShortTermApiKey({ region: "us-east-1", credentials: setting.credentials }))
        .apiKey;
    const bearer = clientOf(context, { apiKey });
    const anthropic = new Anthropic({ ...common, fetch: anthropicFetch(bearer) });
    assert.equal((await anthropic.messages.create(ask)).stop_reason, "end_turn");
    const baseURL = `${server}/openai/v1`;
    const chat = new OpenAI({ ...common, baseURL, fetch: signedFetch(bearer) });
    const { choices } = await chat.chat.completions.create({ model: GPT_OSS, messages });
    assert.equal(choices[0]?.finish_reason, "stop");
  });

  it("no key and no telemetry that a page would have to be allowed is on the wire", async () => {
    const { fetch, requests } = observed();
    await signed({}, fetch).messages.create(ask);
    await invoking({}, fetch).messages.create(ask);
    await openai({}, fetch).responses.create({ model: GPT_OSS, input: content });
    await generateText({ model: anthropicOf(fetch), prompt: content });
    await generateText({ model: openaiOf(fetch).chat(GPT_OSS), prompt: content });
    assert.equal(requests.length, 5);
    for (const headers of requests) {
      const all = [...headers];
      assert.ok(!JSON.stringify(all).includes(KEY));
      assert.equal(headers.has("x-api-key"), false);
      const authorization = headers.get("authorization") ?? "";
      assert.ok(/^AWS4-HMAC-SHA256 Credential=/.test(authorization));
      const [, names = ""] = /SignedHeaders=([^,]*)/.exec(authorization) ?? [];
      assert.ok(/^((accept|content-type|host|x-amz[a-z0-9-]*)(;|$))+$/.test(names), names);
      const telemetry = all.filter(([name]) => /^(x-stainless|user-agent|anthropic-d)/.test(name));
      if (runtime.page) assert.deepEqual(telemetry, []);
    }
  });
};

export default sdks;
