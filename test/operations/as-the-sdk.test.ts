import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesOf } from "../helpers/eventstream/frames.ts";
import { eventFrame } from "../helpers/eventstream/response-frames.ts";
import { type HttpServer, type ReceivedRequest, serveHttp } from "../helpers/http-server.ts";
import { EVENT_STREAM } from "../helpers/loopback.ts";
import { valuesOf } from "../helpers/service-model/arbitraries.ts";
import {
  bothClients,
  type Members,
  OPERATION_NAMES,
  type OperationName,
  readToEnd,
} from "../helpers/service-model/both-clients.ts";
import {
  type ServiceModel,
  type Structure,
  shapeOf,
} from "../helpers/service-model/service-model.ts";
import { lacking, toJson } from "../helpers/service-model/values.ts";
import { haveShared, sharedJson } from "../helpers/shared.ts";

const WHOLE_STREAM = [
  { messageStart: { role: "assistant" } },
  { messageStop: { stopReason: "end_turn" } },
  { metadata: { usage: {}, metrics: {} } },
];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe.skipIf(!haveShared)("the client, beside the official SDK,", () => {
  let server: HttpServer;
  let model: ServiceModel;
  /** What the server answers every request with. */
  let answer: { readonly type: string; readonly body: Uint8Array };

  beforeAll(async () => {
    model = sharedJson<ServiceModel>("reference/bedrock-runtime-service.json");
    server = await serveHttp((_, response) => {
      response.setHeader("content-type", answer.type);
      response.end(answer.body);
    });
  });
  afterAll(() => server.close());

  const answerJson = (value: unknown) => {
    answer = { type: "application/json", body: bytesOf(JSON.stringify(value)) };
  };
  const answerStream = (events: readonly Members[]) => {
    const frames = events.flatMap((event) =>
      Object.entries(event).map(([type, value]) =>
        eventFrame(type, bytesOf(JSON.stringify(value))),
      ),
    );
    answer = { type: EVENT_STREAM, body: Buffer.concat(frames) };
  };

  const shapesOf = (name: OperationName) => {
    const operation = model.operations[name]!;
    return { input: operation.input.shape, output: operation.output.shape };
  };

  /** What both clients send for an input. */
  async function requestsOf(name: OperationName, input: Members): Promise<ReceivedRequest[]> {
    const { ours, official } = bothClients(server.origin);
    await ours(name, input).then(readToEnd);
    const mine = server.received.at(-1)!;
    await official(name, input).then(readToEnd);
    return [mine, server.received.at(-1)!];
  }

  describe.each(OPERATION_NAMES)("%s", (name) => {
    it("sends any input the same", async () => {
      if (name === "ConverseStream") answerStream(WHOLE_STREAM);
      else answerJson({ message: "Hi" });
      const inputs = valuesOf(model, shapesOf(name).input) as fc.Arbitrary<Members>;
      await fc.assert(
        fc.asyncProperty(inputs, async (input) => {
          const [mine, theirs] = (await requestsOf(name, input)).map(meaning(input));
          expect(mine).toEqual(theirs);
        }),
        { numRuns: 150 },
      );
    }, 120_000);

    it("reads any answer the same", async () => {
      const { output } = shapesOf(name);
      const answers =
        name === "ConverseStream"
          ? streams(model)
          : (valuesOf(model, output) as fc.Arbitrary<Members>);
      const { ours, official } = bothClients(server.origin);
      const input = REQUIRED[name];
      await fc.assert(
        fc.asyncProperty(answers, async (value) => {
          if (name === "ConverseStream") answerStream(toJson(value.stream) as Members[]);
          else answerJson(toJson(value));
          const { $metadata: _, ...mine } = await ours(name, input).then(readToEnd);
          const { $metadata: __, ...theirs } = await official(name, input).then(readToEnd);
          expect(lacking(theirs, mine)).toEqual([]);
          expect(lacking(value, mine)).toEqual([]);
          expect(lacking(mine, value)).toEqual([]);
        }),
        { numRuns: 150 },
      );
    }, 120_000);
  });
});

/** Inputs with no more than they must have. */
const REQUIRED: { readonly [Name in OperationName]: Members } = {
  Converse: { modelId: "m" },
  ConverseStream: { modelId: "m" },
  CountTokens: { modelId: "m", input: { converse: {} } },
  ApplyGuardrail: {
    guardrailIdentifier: "g",
    guardrailVersion: "1",
    source: "INPUT",
    content: [],
  },
  InvokeGuardrailChecks: { messages: [], checks: {} },
  StartAsyncInvoke: { modelId: "m", modelInput: {}, outputDataConfig: {} },
  GetAsyncInvoke: { invocationArn: "arn" },
  ListAsyncInvokes: {},
};

/** What a request says; a token that each client draws itself counts as one. */
function meaning(input: Members) {
  return ({ method, target, headers, body }: ReceivedRequest): unknown => {
    const { pathname, searchParams } = new URL(target, "http://localhost");
    const json = body.length === 0 ? undefined : JSON.parse(body.toString());
    if (json && input.clientRequestToken === undefined && UUID.test(json.clientRequestToken)) {
      json.clientRequestToken = "drawn";
    }
    return {
      method,
      pathname,
      query: target.split("?")[1]?.split("&").sort(),
      search: [...searchParams].sort(),
      contentType: headers["content-type"],
      json,
    };
  };
}

/** Whole streams, of events in any number and order up to the last two. */
function streams(model: ServiceModel): fc.Arbitrary<Members> {
  const { members } = shapeOf(model, "ConverseStreamOutput") as Structure;
  const event = (type: string) =>
    fc.record({ [type]: valuesOf(model, members[type]!.shape) }) as fc.Arbitrary<Members>;
  const any = ["messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop"];
  return fc
    .tuple(
      fc.array(fc.oneof(...any.map(event)), { maxLength: 8 }),
      event("messageStop"),
      event("metadata"),
    )
    .map(([events, ...last]) => ({ stream: [...events, ...last] }));
}
