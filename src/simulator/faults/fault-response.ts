import { wait } from "../http/wait.ts";
import { ERROR_STATUS, errorType } from "../service-error.ts";
import { utf8 } from "../utf8.ts";
import type { ErrorFault, Fault } from "./fault.ts";

/** A connection that broke: what `fetch` rejects with, and what a body fails with. */
export const connectionReset = (): TypeError =>
  new TypeError("The simulator reset the connection.");

/**
 * What a fault answers in place of the service, before anything of its answer; undefined for a fault
 * that lets it answer. A fault that breaks the connection rejects, as `fetch` does.
 */
export async function faultResponse(
  fault: Fault,
  signal: AbortSignal,
): Promise<Response | undefined> {
  switch (fault.fault) {
    case "error":
      return errorAnswer(fault);
    case "throttle":
      return errorAnswer({ ...fault, fault: "error", name: "ThrottlingException" });
    case "expired-token":
      return errorAnswer({ fault: "error", name: "ExpiredTokenException" });
    case "html":
      return errorAnswer({
        fault: "error",
        header: false,
        body: "html",
        status: fault.status ?? 503,
      });
    case "redirect":
      return new Response(null, {
        status: fault.status ?? 307,
        headers: { Location: fault.location },
      });
    case "json":
      return Response.json({ message: "This is not an event stream." });
    case "unknown-operation":
      return unknownOperation();
    case "delay":
      if ((fault.at ?? "headers") === "headers") await wait(fault.ms, signal);
      return undefined;
    case "stall":
      if (fault.after === undefined) await wait(Number.POSITIVE_INFINITY, signal);
      return undefined;
    case "reset":
      if (fault.after === undefined) throw connectionReset();
      return undefined;
    default:
      return undefined;
  }
}

/** What AWS answers to a path that it does not know. */
export const unknownOperation = (): Response =>
  new Response(
    '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
    { headers: { "Content-Type": "application/json" } },
  );

/** What AWS says with each error, where it is known. */
const MESSAGES: Readonly<Record<string, string>> = {
  AccessDeniedException: "You don't have access to the model with the specified model ID.",
  ExpiredTokenException: "The security token included in the request is expired",
  InternalServerException:
    "The system encountered an unexpected error during processing. Try your request again.",
  ModelErrorException: "The model returned an error.",
  ModelNotReadyException: "The model is not ready for inference. Try your request again.",
  ModelTimeoutException: "Model has timed out in processing the request. Try your request again.",
  ServiceUnavailableException: "Bedrock is unable to process your request.",
  ThrottlingException: "Too many requests, please wait before trying again.",
};

function errorAnswer(fault: ErrorFault): Response {
  const name = fault.name ?? "InternalServerException";
  const status = fault.status ?? ERROR_STATUS[name] ?? 400;
  const headers = new Headers({
    "Content-Type": fault.body === "html" ? "text/html" : "application/json",
  });
  if (fault.header !== false) headers.set("x-amzn-ErrorType", errorType(name));
  if (fault.retryAfter !== undefined) headers.set("Retry-After", `${fault.retryAfter}`);
  if (fault.amzRetryAfter !== undefined) headers.set("x-amz-retry-after", `${fault.amzRetryAfter}`);
  return new Response(errorBody(fault, name, status), { status, headers });
}

function errorBody(fault: ErrorFault, name: string, status: number): BodyInit {
  const message = fault.message ?? MESSAGES[name] ?? `The simulator was asked for ${name}.`;
  const { originalStatusCode, resourceName } = fault;
  switch (fault.body ?? "message") {
    case "Message":
      return JSON.stringify({ Message: message });
    case "__type":
      return JSON.stringify({ __type: `com.amazon.bedrock#${name}`, message });
    case "code":
      return JSON.stringify({ code: name, message });
    case "empty":
      return "";
    case "html":
      return `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n</body>\r\n</html>\r\n`;
    case "invalid-json":
      return JSON.stringify({ message }).slice(0, -2);
    case "huge":
      return hugeBody();
    default:
      return JSON.stringify({ message, originalStatusCode, resourceName });
  }
}

const HUGE_PIECES = 100;
const PIECE_BYTES = 1_000_000;

/** 100 MB of a JSON string, made as it is read. */
function hugeBody(): ReadableStream<Uint8Array> {
  const piece = utf8("x".repeat(PIECE_BYTES));
  let sent = 0;
  return new ReadableStream(
    {
      pull(controller) {
        if (sent === 0) controller.enqueue(utf8('{"message":"'));
        if (sent++ < HUGE_PIECES) {
          controller.enqueue(piece.slice());
        } else {
          controller.enqueue(utf8('"}'));
          controller.close();
        }
      },
    },
    { highWaterMark: 0 },
  );
}
