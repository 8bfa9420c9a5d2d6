export { ScriptError } from "../errors/script-error.ts";
export type { SimulatorCredentials } from "./auth/authorization.ts";
export type { TokenCheck } from "./auth/token-check.ts";
export type { SimulatorGuardrail } from "./bedrock-runtime/guardrails/guardrail.ts";
export type { InvocationLogEntry, OperationName } from "./bedrock-runtime/invocation-log.ts";
export type { SimulatorModels } from "./bedrock-runtime/models/catalog.ts";
export type { CacheUse, Reply, StopReason, ToolCall } from "./bedrock-runtime/reply/reply.ts";
export type { Source } from "./bedrock-runtime/reply/source.ts";
export type { Pace } from "./bedrock-runtime/response/pace.ts";
export type {
  Respond,
  Responder,
  ScriptedAnswer,
  ScriptedError,
  ScriptedOutcome,
  ScriptRequest,
} from "./bedrock-runtime/script/scripted-answer.ts";
export type { SimulatorIdentityPool } from "./cognito-identity/cognito-identity.ts";
export type {
  BadChunkFault,
  CutFault,
  DelayFault,
  DripFault,
  ErrorFault,
  ErrorFrameFault,
  ErrorName,
  ExceptionFault,
  ExpiredTokenFault,
  Fault,
  FaultChooser,
  FaultOption,
  FaultRule,
  FaultScope,
  FlipFault,
  HtmlFault,
  JsonFault,
  LengthFault,
  RedirectFault,
  ResetFault,
  SkewedClockFault,
  StallFault,
  StreamExceptionName,
  ThrottleFault,
  UnknownEventFault,
  UnknownOperationFault,
} from "./faults/fault.ts";
export { type ParsedFault, parseFault } from "./faults/parse-fault.ts";
export type { Json, JsonObject } from "./json.ts";
export {
  createSimulator,
  type Simulator,
  simulatorCredentials,
} from "./simulator.ts";
export type { SimulatorOptions } from "./simulator-options.ts";
export type { SimulatorRole } from "./sts/sts.ts";
