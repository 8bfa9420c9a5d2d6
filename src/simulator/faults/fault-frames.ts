import { wait } from "../http/wait.ts";
import type { Fault } from "./fault.ts";
import { connectionReset } from "./fault-response.ts";
import type { StreamForm } from "./stream-form.ts";

/** A piece of a stream as it leaves: mostly one frame. */
export interface Frame {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The type of the frame's event. Default `"chunk"`. */
  readonly event?: string;
  /** The document that the frame delivers, whole and undamaged. */
  readonly document?: string;
  readonly documentBytes?: number;
  /** From here on the stream is not what the model said. */
  readonly damaged?: boolean;
}

const FOREVER = Number.POSITIVE_INFINITY;

/** Applies a fault to a stream. */
export async function* damaged(
  frames: AsyncIterable<Frame>,
  fault: Fault,
  signal: AbortSignal,
  form: StreamForm,
): AsyncGenerator<Frame> {
  const after = afterOf(fault);
  let index = 0;
  for await (const frame of frames) {
    if (index === after) {
      switch (fault.fault) {
        case "stall":
          await wait(FOREVER, signal);
          break;
        case "reset":
          throw connectionReset();
        case "cut":
          yield { bytes: frame.bytes.slice(0, fault.bytes ?? 0), damaged: true };
          return;
        case "flip":
          yield flipped(frame.bytes, fault.bit);
          index++;
          continue;
        case "length":
          if (form.mislabeled) {
            const bytes = form.mislabeled(frame.bytes, fault.total, fault.headers);
            yield { bytes, damaged: true };
          } else {
            yield frame;
          }
          index++;
          continue;
        case "exception": {
          const {
            name = "throttlingException",
            message,
            originalStatusCode,
            originalMessage,
          } = fault;
          yield {
            bytes: form.exception(name, {
              message: message ?? `The simulator was asked for ${name}.`,
              originalStatusCode,
              originalMessage,
            }),
            damaged: true,
          };
          return;
        }
        case "error-frame":
          yield {
            bytes: form.error(
              fault.code ?? "InternalFailure",
              fault.message ?? "The request processing has failed because of an unknown error.",
            ),
            damaged: true,
          };
          return;
        case "unknown-event":
          yield { bytes: form.event(fault.name ?? "futureEvent", '{"told":"nothing"}') };
          break;
        case "bad-chunk":
          yield { bytes: form.bad(fault.kind, frame.event), damaged: true };
          break;
        case "delay":
          if (fault.at === "first-frame") await wait(fault.ms, signal);
          break;
      }
    }
    if (fault.fault === "delay" && fault.at === "frames") await wait(fault.ms, signal);
    if (fault.fault === "drip") {
      yield* dripped(frame, fault.bytes ?? 1, fault.ms ?? 0, signal);
    } else {
      yield frame;
    }
    index++;
  }
}

/** Before which frame the fault strikes. */
function afterOf(fault: Fault): number {
  switch (fault.fault) {
    case "stall":
    case "reset":
    case "exception":
    case "error-frame":
      return fault.after ?? 0;
    case "cut":
    case "flip":
    case "length":
    case "unknown-event":
    case "bad-chunk":
      return fault.after ?? 1;
    default:
      return 0;
  }
}

function flipped(frame: Uint8Array<ArrayBuffer>, bit?: number): Frame {
  const bytes = frame.slice();
  const at = (bit ?? Math.floor(bytes.length / 2) * 8) % (bytes.length * 8);
  bytes[at >> 3]! ^= 0x80 >> (at & 7);
  return { bytes, damaged: true };
}

async function* dripped(
  { bytes, ...frame }: Frame,
  size: number,
  ms: number,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  for (let at = 0; at < bytes.length; at += size) {
    if (ms > 0) await wait(ms, signal);
    const last = at + size >= bytes.length;
    // The document counts as sent with the last of its bytes.
    yield { ...(last && frame), bytes: bytes.slice(at, at + size) };
  }
}
