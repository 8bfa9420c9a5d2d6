export type { SimulatorCredentials } from "./authorization.ts";
export type { SimulatorIdentityPool } from "./cognito-identity.ts";
export { parseFault, type RequestedFault } from "./fault-header.ts";
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
  FaultRule,
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
} from "./faults.ts";
export type { InvocationLogEntry } from "./invocation-log.ts";
export type { Json, JsonObject } from "./json.ts";
export type { Pace } from "./pace.ts";
export {
  createSimulator,
  type Simulator,
  type SimulatorOptions,
  simulatorCredentials,
} from "./simulator.ts";
export type { SimulatorRole } from "./sts.ts";
export type { TokenCheck } from "./token-check.ts";
