import { type Accounts, authorize } from "../auth/authorization.ts";
import { deniedToGuest } from "../auth/guest-policy.ts";
import { constraintError } from "../constraints.ts";
import type { Fault } from "../faults/fault.ts";
import { faultResponse, unknownOperation } from "../faults/fault-response.ts";
import { readBody } from "../http/request-body.ts";
import type { JsonObject } from "../json.ts";
import type { Service } from "../service.ts";
import { errorType, ServiceError } from "../service-error.ts";
import { actionOf } from "./action.ts";
import {
  type InvocationLog,
  type OpenEntry,
  type OperationName,
  recordInput,
} from "./invocation-log.ts";
import type { BedrockState, OperationCall } from "./operation.ts";
import { exchangeOf } from "./response/exchange.ts";
import type { Pace } from "./response/pace.ts";
import { findRoute, isOfVendor } from "./route.ts";
import { type Script, ScriptedInstead, SPOKEN } from "./script/script.ts";
import { errorFault, type ScriptRequest } from "./script/scripted-answer.ts";
import { scriptedDocuments } from "./script/scripted-documents.ts";
import { unsaid } from "./script/scripted-reply.ts";
import type { SurfaceError } from "./surfaces/surface.ts";
import { surfaces } from "./surfaces/surfaces.ts";

interface BedrockRuntimeOptions extends BedrockState {
  readonly accounts: Accounts;
  readonly pace: () => Pace;
  readonly log: InvocationLog;
  /** What is scripted now. */
  readonly script: () => Script;
}

const MAX_BODY_BYTES = 25_000_000;
/** Operations with images and documents have no bound of their own in the model. */
const MAX_JSON_BYTES = 100_000_000;

/** Amazon Bedrock Runtime. */
export function createBedrockRuntime({
  accounts,
  pace,
  log,
  script,
  ...state
}: BedrockRuntimeOptions): Service {
  return async (request, context) => {
    const { fault } = context;
    const { pathname } = new URL(request.url);
    const route = findRoute(request.method, pathname);
    if (!route) {
      // A fault can still bring what AWS answers: 200.
      const instead = fault && (await faultResponse(fault, request.signal));
      if (instead) return instead;
      if (isOfVendor(pathname)) return unknownOperation();
      throw noOperation(request);
    }

    const entry = log.open({
      timestamp: context.now().toISOString(),
      region: context.region,
      requestId: context.requestId,
      operation: route.operation,
      modelId: route.labels.modelId,
      fault: fault?.fault,
    });
    let isAuthorized = false;
    const failWith = async (instead: Response, fault: Fault): Promise<Response> => {
      entry.status = instead.status;
      entry.errorCode = instead.headers.get("x-amzn-errortype")?.split(":")[0];
      entry.end("failed");
      return route.error ? await inForm(instead, fault, route.error) : instead;
    };
    try {
      const invokes = route.operation.startsWith("InvokeModel");
      const bytes = await readBody(request, invokes ? MAX_BODY_BYTES : MAX_JSON_BYTES);
      if (!bytes) throw bodyTooLong(invokes ? MAX_BODY_BYTES : MAX_JSON_BYTES);
      const input = recordInput(entry, bytes);
      entry.identity = await authorize(request, bytes, accounts, context);
      isAuthorized = true;
      const { labels, operation } = route;
      const scripted = script();
      const call: OperationCall = {
        ...{ ...state, request, labels, bytes, context, fault, pace: pace(), entry },
        isScripted: scripted.respond !== undefined,
        script: (text) => scripted.answerTo({ ...scriptRequest(request, entry, input), text }),
      };
      const answer = route.run(call);

      const instead = fault && (await faultResponse(fault, request.signal));
      if (instead) return await failWith(instead, fault);
      if (context.issued.lookup(entry.identity)?.isGuest) {
        throw deniedToGuest(actionOf(entry, streams(operation, input)));
      }
      if (entry.modelId !== undefined) state.models.checkAccess(entry.modelId);
      try {
        // The others ask the script themselves, once their request has passed their checks.
        const isAsked = SPOKEN.has(operation) || operation === "CountTokens";
        if (!isAsked && (await call.script(""))) throw unsaid(operation);
        return await answer();
      } catch (error) {
        if (!(error instanceof ScriptedInstead)) throw error;
        if (error.answer.error !== undefined) {
          const scriptedFault = errorFault(error.answer.error);
          return await failWith(
            (await faultResponse(scriptedFault, request.signal))!,
            scriptedFault,
          );
        }
        const isStreamed = streams(operation, input);
        return scriptedDocuments(error.answer, operation, isStreamed, exchangeOf(call));
      }
    } catch (error) {
      if (error instanceof ServiceError) {
        entry.status = error.status;
        entry.errorCode = error.name;
      }
      entry.end(request.signal.aborted ? "canceled" : "failed");
      // Whoever stands in front of the service knows no vendor's form.
      if (error instanceof ServiceError && isAuthorized && route.error) {
        const { name, message, status } = error;
        const headers = { "x-amzn-ErrorType": errorType(name) };
        return Response.json(route.error(name, message, status), { status, headers });
      }
      throw error;
    }
  };
}

const streams = (operation: OperationName, input: JsonObject): boolean =>
  operation.endsWith("Stream") || (operation in surfaces && input.stream === true);

const scriptRequest = (
  { headers }: Request,
  entry: OpenEntry,
  input: JsonObject,
): Omit<ScriptRequest, "number" | "text"> => ({
  operation: entry.operation,
  modelId: entry.modelId,
  input,
  requestMetadata: entry.requestMetadata,
  isStreamed: streams(entry.operation, input),
  headers: new Headers(headers),
});

const bodyTooLong = (limit: number): ServiceError =>
  constraintError([
    `Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
  ]);

/** What a fault answers, in a vendor's form unless the fault says what its body is. */
async function inForm(instead: Response, fault: Fault, form: SurfaceError): Promise<Response> {
  if (instead.ok || (fault.fault === "error" && fault.body !== undefined)) return instead;
  const name = instead.headers.get("x-amzn-errortype")?.split(":")[0];
  if (name === undefined || instead.headers.get("content-type") !== "application/json") {
    return instead;
  }
  const { message } = await instead.json();
  const { status, headers } = instead;
  return Response.json(form(name, message, status), { status, headers });
}

/** AWS answers 200 to a path that it does not know, which hides a mistake that a test should show. */
const noOperation = ({ method, url }: Request): ServiceError =>
  new ServiceError(
    "UnknownOperationException",
    `The simulator has no operation ${method} ${new URL(url).pathname}.`,
    404,
  );
