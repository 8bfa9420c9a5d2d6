import { setTimeout as sleep } from "node:timers/promises";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { serve } from "../../src/simulator/node/serve.ts";
import { bytesOf, concat, frame, stringHeader } from "../helpers/eventstream/frames.ts";
import { referenceDecode } from "../helpers/eventstream/reference-decoder.ts";
import { isHopByHop } from "../helpers/http-server.ts";
import { type Recording, recordedBody, recordings } from "../helpers/recordings.ts";
import type { Setting } from "./context.ts";

/** The other side of the set, over real HTTP: AWS's, and beside it one that serves a page. */
export interface ConformanceServer {
  setting: Setting;
  /** Origin of the page, another than AWS's. */
  page: string;
  close(): Promise<void>;
}

/** What the page's origin serves, by path. */
export type Pages = Readonly<Record<string, { type: string; body: string }>>;

const identityPoolId = "us-east-1:11111111-2222-4333-8444-555555555555";
const login = { issuer: "accounts.example.com", token: "a-token-of-the-identity-provider" };
const roleArn = "arn:aws:iam::123456789012:role/chat";
const apiKey = "conformance-api-key";
const containerToken = "conformance-container-token";

export const startServer = async (pages: Pages = {}): Promise<ConformanceServer> => {
  const aws = await serve(answerAsAws());
  const page = await serve(async (request) => {
    const found = pages[new URL(request.url).pathname];
    const headers = { "Content-Type": found?.type ?? "text/plain" };
    return new Response(found?.body ?? "Not found", { status: found ? 200 : 404, headers });
  });
  return {
    setting: {
      server: aws.url,
      credentials: simulatorCredentials,
      apiKey,
      identityPoolId,
      login,
      roleArn,
      containerToken,
    },
    page: page.url,
    async close() {
      await Promise.all([aws.close(), page.close()]);
    },
  };
};

type Handler = (request: Request) => Promise<Response>;

/** The simulator, and beside it, under paths of their own, what a simulator does not do. */
const answerAsAws = (): Handler => {
  const tokens = [login.token];
  const simulator = createSimulator({
    apiKeys: [apiKey],
    cognito: {
      pools: [{ identityPoolId, allowGuests: true, logins: { [login.issuer]: tokens } }],
    },
    sts: { roles: [{ roleArn, identityPoolIds: [identityPoolId], webIdentityTokens: tokens }] },
  });
  const floods = new Map<string, Flood>();
  const routes: Record<string, (request: Request, rest: string) => Promise<Response>> = {
    /** What the simulator saw of the calls with a mark, once they have ended. */
    log: async (_, id) => {
      const found = () =>
        simulator.invocationLog.filter(
          ({ requestMetadata }) => requestMetadata?.test === decodeURIComponent(id),
        );
      await until(() => found().every(({ outcome }) => outcome !== "open"));
      return Response.json(found());
    },
    /** Answers once a call with a mark has come. */
    heard: async (_, id) => {
      await until(() => simulator.invocationLog.some((it) => it.requestMetadata?.test === id));
      return new Response();
    },
    slow: async (request, rest) => {
      await sleep(300, undefined, { signal: request.signal });
      return simulator(new Request(new URL(`/${rest}`, request.url), request));
    },
    recordings: async (_, rest) =>
      rest === "" ? Response.json(chosen.map(asExpected)) : replay(rest),
    chunks: (request, order) => chunks(request, order),
    flood: async (request, rest) => {
      const id = rest.split("/")[0] ?? "";
      const flood = floods.get(id) ?? new Flood();
      floods.set(id, flood);
      if (request.method === "POST") return flood.response();
      if (new URL(request.url).searchParams.has("closed")) await until(() => flood.closed);
      return Response.json({ sentBytes: flood.sentBytes, closed: flood.closed });
    },
    container: async (request) => {
      if (request.headers.get("authorization") !== containerToken) {
        return Response.json({ code: "AccessDenied", message: "no" }, { status: 401 });
      }
      const { accessKeyId, secretAccessKey, sessionToken } = simulatorCredentials;
      return Response.json({
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        Token: sessionToken,
        Expiration: new Date(Date.now() + 3_600_000).toISOString(),
      });
    },
  };
  return async (request) => {
    const [, first = "", rest = ""] =
      /^\/([^/]*)\/?(.*)$/.exec(new URL(request.url).pathname) ?? [];
    const route = Object.hasOwn(routes, first) ? routes[first] : undefined;
    if (request.method === "OPTIONS" || !route) return simulator(request);
    const response = await route(request, rest);
    response.headers.set("Access-Control-Allow-Origin", "*");
    return response;
  };
};

const until = async (condition: () => boolean): Promise<void> => {
  for (const end = Date.now() + 15_000; !condition() && Date.now() < end; ) await sleep(10);
};

const eventStream = (body: BodyInit): Response =>
  new Response(body, {
    headers: {
      "Content-Type": "application/vnd.amazon.eventstream",
      "X-Amzn-Bedrock-Content-Type": "application/json",
    },
  });

const chunk = (document: string, reordered = false): Uint8Array => {
  const headers = [
    stringHeader(":event-type", "chunk"),
    stringHeader(":content-type", "application/json"),
    stringHeader(":message-type", "event"),
  ];
  const bytes = Buffer.from(document).toString("base64");
  const payload = JSON.stringify({ bytes, p: "abcdefghijk" });
  return frame(concat(...(reordered ? headers.reverse() : headers)), bytesOf(payload));
};

/** Streams the documents that the request's body lists; with their headers in another order. */
const chunks = async (request: Request, rest: string): Promise<Response> => {
  const documents = (await request.json()) as string[];
  const reordered = rest.startsWith("reordered");
  return eventStream(
    new Blob(documents.map((document) => chunk(document, reordered)) as BlobPart[]),
  );
};

/** Frames of 64 KiB, 128 MiB in all, as fast as they are taken. */
class Flood {
  sentBytes = 0;
  closed = false;

  response(): Response {
    const bytes = chunk(JSON.stringify({ flood: "-".repeat(48 * 1024) }));
    return eventStream(
      new ReadableStream(
        {
          pull: (controller) => {
            this.sentBytes += bytes.length;
            if (this.sentBytes > 128 * 2 ** 20) return controller.close();
            controller.enqueue(bytes);
          },
          cancel: () => {
            this.closed = true;
          },
        },
        { highWaterMark: 0 },
      ),
    );
  }
}

/** 30 of the recordings: all that failed, and of the others so many that every model is there. */
const chosen: readonly Recording[] = (() => {
  const failed = recordings.filter(({ response }) => response.status !== 200);
  const streamed = recordings.filter(({ name }) => name.startsWith("stream-200"));
  const invoked = recordings.filter(({ name }) => name.startsWith("invoke-200"));
  return [...failed, ...spread(streamed, 17), ...spread(invoked, 10)];
})();

function spread<T>(list: readonly T[], count: number): readonly T[] {
  return list.filter(
    (_, i) => Math.floor((i * count) / list.length) !== Math.floor(((i - 1) * count) / list.length),
  );
}

/** A recording as its test sees it: what to ask, and what a plain reading of the answer yields. */
export interface ExpectedRecording {
  name: string;
  operation: "invoke" | "invoke-with-response-stream";
  modelId: string;
  body: string;
  /** The documents of a stream, the body of an answer. */
  documents?: string[];
  error?: { name: string; message: string; status: number };
}

const asExpected = (recording: Recording): ExpectedRecording => {
  const [modelId = "", operation] = recording.request.path.split("/").slice(-2);
  const { status, headers } = recording.response;
  const body = recordedBody(recording);
  const text = Buffer.from(body).toString();
  return {
    name: recording.name,
    operation: operation as ExpectedRecording["operation"],
    modelId: decodeURIComponent(modelId),
    body: recording.request.body,
    ...(status !== 200
      ? {
          error: {
            name: headers["x-amzn-errortype"]?.split(":")[0] ?? "",
            message: JSON.parse(text).message,
            status,
          },
        }
      : {
          documents:
            operation === "invoke"
              ? [text]
              : referenceDecode(body).messages.map((message) => {
                  const payload = JSON.parse(Buffer.from(message.body, "hex").toString());
                  return Buffer.from(payload.bytes, "base64").toString();
                }),
        }),
  };
};

/** In pieces of 700 bytes, which end within frames. */
const replay = async (rest: string): Promise<Response> => {
  const recording = chosen.find(({ name }) => rest.startsWith(`${name}/`));
  if (!recording) return new Response(null, { status: 404 });
  const { status, headers } = recording.response;
  let left = recordedBody(recording);
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(left.subarray(0, 700));
      left = left.subarray(700);
      if (left.length === 0) controller.close();
    },
  });
  return new Response(body, {
    status,
    headers: Object.entries(headers).filter(([name]) => !isHopByHop(name)),
  });
};
