import { getAsyncInvoke, listAsyncInvokes, startAsyncInvoke } from "./async-invoke/async-invoke.ts";
import { converse, converseStream } from "./converse/converse.ts";
import { countTokens } from "./count-tokens.ts";
import { applyGuardrail } from "./guardrails/apply-guardrail.ts";
import { invokeGuardrailChecks } from "./guardrails/invoke-guardrail-checks.ts";
import type { OperationName } from "./invocation-log.ts";
import { invokeModel, invokeModelWithResponseStream } from "./invoke-model/invoke-model.ts";
import type { Operation } from "./operation.ts";

/** What a path of Bedrock Runtime asks for. */
export interface Route {
  readonly operation: OperationName;
  readonly labels: Readonly<Record<string, string>>;
  readonly run: Operation;
}

const operations: readonly (readonly [OperationName, string, RegExp, Operation])[] = [
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
];

/** Undefined for a path that names no operation of the simulator. */
export function findRoute(method: string, pathname: string): Route | undefined {
  for (const [operation, itsMethod, pattern, run] of operations) {
    const match = method === itsMethod ? pattern.exec(pathname) : null;
    if (!match) continue;
    try {
      const labels = Object.entries(match.groups ?? {}).map(([name, label]) => [
        name,
        decodeURIComponent(label),
      ]);
      return { operation, labels: Object.fromEntries(labels), run };
    } catch {
      return undefined;
    }
  }
  return undefined;
}
