import type { IssuedCredentials } from "./auth/issued-credentials.ts";
import type { Fault } from "./faults/fault.ts";

/** What a service of the simulator knows of the world while it answers one request. */
export interface ServiceContext {
  readonly region: string;
  readonly requestId: string;
  readonly fault: Fault | undefined;
  readonly issued: IssuedCredentials;
  /** Whether a server received the request, and joined what came on several lines with `", "`. */
  readonly isServed: boolean;
  now(): Date;
}

/** One of the simulated services. What it throws as a `ServiceError` is answered as one. */
export type Service = (request: Request, context: ServiceContext) => Promise<Response>;
