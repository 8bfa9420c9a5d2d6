import type { Fault } from "../faults/fault.ts";
import type { ServiceContext } from "../service.ts";
import type { AsyncJobs } from "./async-invoke/async-jobs.ts";
import type { Guardrails } from "./guardrails/guardrail.ts";
import type { OpenEntry } from "./invocation-log.ts";
import type { Catalog } from "./models/catalog.ts";
import type { PromptCache } from "./prompt-cache.ts";
import type { Asked } from "./reply/asked.ts";
import type { Reply } from "./reply/reply.ts";
import type { Pace } from "./response/pace.ts";
import type { ScriptedAnswer } from "./script/scripted-answer.ts";

/** What a Bedrock Runtime keeps between requests. */
export interface BedrockState {
  /** What a model says to what was asked of it, by any operation. */
  respond(asked: Asked, call: OperationCall): Reply | Promise<Reply>;
  readonly models: Catalog;
  readonly guardrails: Guardrails;
  readonly jobs: AsyncJobs;
  readonly promptCache: PromptCache;
}

/** A request for an operation, read and authorized. */
export interface OperationCall extends BedrockState {
  readonly request: Request;
  /** The path's labels, decoded once, as the service does: what was encoded twice is still encoded. */
  readonly labels: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly context: ServiceContext;
  readonly fault: Fault | undefined;
  readonly pace: Pace;
  readonly entry: OpenEntry;
  /**
   * What was scripted for this request, of which `text` was said last; undefined for the simulator's
   * own answer. What stands in place of an answer is thrown: see `ScriptedInstead`.
   */
  script(text: string): Promise<ScriptedAnswer | undefined>;
  /** Whether answers are scripted at all. */
  readonly isScripted: boolean;
}

/**
 * An operation: it checks the input against the service model, and returns what answers it. A fault
 * applies in between, so that a malformed request is refused as always.
 *
 * @throws ServiceError for an input that violates a constraint of the service model.
 */
export type Operation = (call: OperationCall) => () => Response | Promise<Response>;
