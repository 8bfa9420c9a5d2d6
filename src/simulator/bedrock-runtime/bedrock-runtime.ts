import { type Accounts, authorize } from "../auth/authorization.ts";
import { constraintError } from "../constraints.ts";
import { faultResponse } from "../faults/fault-response.ts";
import { readBody } from "../http/request-body.ts";
import type { Service } from "../service.ts";
import { ServiceError } from "../service-error.ts";
import { type InvocationLogEntry, open } from "./invocation-log.ts";
import type { BedrockState } from "./operation.ts";
import type { Pace } from "./response/pace.ts";
import { findRoute } from "./route.ts";

interface BedrockRuntimeOptions extends BedrockState {
  readonly accounts: Accounts;
  readonly pace: () => Pace;
  readonly log: InvocationLogEntry[];
}

const MAX_BODY_BYTES = 25_000_000;
/** Operations with images and documents have no bound of their own in the model. */
const MAX_JSON_BYTES = 100_000_000;

/** Amazon Bedrock Runtime. */
export function createBedrockRuntime({
  accounts,
  pace,
  log,
  ...state
}: BedrockRuntimeOptions): Service {
  return async (request, context) => {
    const { fault } = context;
    const route = findRoute(request.method, new URL(request.url).pathname);
    if (!route) {
      // A fault can still bring what AWS answers: 200.
      const instead = fault && (await faultResponse(fault, request.signal));
      if (instead) return instead;
      throw unknownOperation(request);
    }

    const entry = open(log, {
      timestamp: context.now().toISOString(),
      region: context.region,
      requestId: context.requestId,
      operation: route.operation,
      modelId: route.labels.modelId,
      fault: fault?.fault,
    });
    try {
      const invokes = route.operation.startsWith("InvokeModel");
      const bytes = await readBody(request, invokes ? MAX_BODY_BYTES : MAX_JSON_BYTES);
      if (!bytes) throw bodyTooLong(invokes ? MAX_BODY_BYTES : MAX_JSON_BYTES);
      entry.identity = await authorize(request, bytes, accounts, context.now());
      const { labels } = route;
      const call = { ...state, request, labels, bytes, context, fault, pace: pace(), entry };
      const answer = route.run(call);

      const instead = fault && (await faultResponse(fault, request.signal));
      if (instead) {
        entry.status = instead.status;
        entry.errorCode = instead.headers.get("x-amzn-errortype")?.split(":")[0];
        entry.outcome = "failed";
        return instead;
      }
      const response = await answer();
      entry.status = response.status;
      return response;
    } catch (error) {
      entry.outcome = request.signal.aborted ? "canceled" : "failed";
      if (error instanceof ServiceError) {
        entry.status = error.status;
        entry.errorCode = error.name;
      }
      throw error;
    }
  };
}

const bodyTooLong = (limit: number): ServiceError =>
  constraintError([
    `Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
  ]);

/** AWS answers 200 to a path that it does not know, which hides a mistake that a test should show. */
const unknownOperation = ({ method, url }: Request): ServiceError =>
  new ServiceError(
    "UnknownOperationException",
    `The simulator has no operation ${method} ${new URL(url).pathname}.`,
    404,
  );
