import { getAsyncInvoke, listAsyncInvokes, startAsyncInvoke } from "./async-invoke/async-invoke.ts";
import { converse, converseStream } from "./converse/converse.ts";
import { countTokens } from "./count-tokens.ts";
import { applyGuardrail } from "./guardrails/apply-guardrail.ts";
import { invokeGuardrailChecks } from "./guardrails/invoke-guardrail-checks.ts";
import type { OperationName } from "./invocation-log.ts";
import { invokeModel, invokeModelWithResponseStream } from "./invoke-model/invoke-model.ts";
import type { Operation } from "./operation.ts";
import { chatCompletions } from "./surfaces/chat-completions.ts";
import { messages } from "./surfaces/messages.ts";
import { responses } from "./surfaces/responses.ts";
import { operationOf, type Surface, type SurfaceError } from "./surfaces/surface.ts";

/** What a path of Bedrock Runtime asks for. */
export interface Route {
  readonly operation: OperationName;
  readonly labels: Readonly<Record<string, string>>;
  readonly run: Operation;
  /** The form of its errors, where that is another vendor's. */
  readonly error?: SurfaceError | undefined;
}

type Entry = readonly [OperationName, string, RegExp, Operation, SurfaceError?];

const of = (surface: Surface): [Operation, SurfaceError] => [operationOf(surface), surface.error];

const operations: readonly Entry[] = [
  ["InvokeModel", "POST", /^\/model\/(?<modelId>[^/]+)\/invoke$/, invokeModel],
  [
    "InvokeModelWithResponseStream",
    "POST",
    /^\/model\/(?<modelId>[^/]+)\/invoke-with-response-stream$/,
    invokeModelWithResponseStream,
  ],
  ["Converse", "POST", /^\/model\/(?<modelId>[^/]+)\/converse$/, converse],
  ["ConverseStream", "POST", /^\/model\/(?<modelId>[^/]+)\/converse-stream$/, converseStream],
  ["CountTokens", "POST", /^\/model\/(?<modelId>[^/]+)\/count-tokens$/, countTokens],
  [
    "ApplyGuardrail",
    "POST",
    /^\/guardrail\/(?<guardrailIdentifier>[^/]+)\/version\/(?<guardrailVersion>[^/]+)\/apply$/,
    applyGuardrail,
  ],
  ["InvokeGuardrailChecks", "POST", /^\/guardrail-checks\/invoke$/, invokeGuardrailChecks],
  ["StartAsyncInvoke", "POST", /^\/async-invoke$/, startAsyncInvoke],
  ["GetAsyncInvoke", "GET", /^\/async-invoke\/(?<invocationArn>[^/]+)$/, getAsyncInvoke],
  ["ListAsyncInvokes", "GET", /^\/async-invoke$/, listAsyncInvokes],
  ["Messages", "POST", /^\/anthropic\/v1\/messages$/, ...of(messages)],
  ["ChatCompletions", "POST", /^\/openai\/v1\/chat\/completions$/, ...of(chatCompletions)],
  ["Responses", "POST", /^\/openai\/v1\/responses$/, ...of(responses)],
];

/** Whether a path is of a vendor's API, under whichever prefix. */
export const isOfVendor = (pathname: string): boolean =>
  /^(?:\/(?:anthropic|openai))?\/v1\//.test(pathname);

/** Undefined for a path that names no operation of the simulator. */
export function findRoute(method: string, pathname: string): Route | undefined {
  for (const [operation, itsMethod, pattern, run, error] of operations) {
    const match = method === itsMethod ? pattern.exec(pathname) : null;
    if (!match) continue;
    try {
      const labels = Object.entries(match.groups ?? {}).map(([name, label]) => [
        name,
        decodeURIComponent(label),
      ]);
      return { operation, labels: Object.fromEntries(labels), run, error };
    } catch {
      return undefined;
    }
  }
  return undefined;
}
