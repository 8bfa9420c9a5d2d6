import { EventStreamDecoder } from "../../src/eventstream/index.ts";
import { isHopByHop } from "../helpers/http-server.ts";
import { shape, withoutRepeats } from "./shape.ts";

/** What can be compared of an answer: lines of text for each part of it. */
export interface Observation {
  readonly status: string[];
  readonly headers: string[];
  /** The headers of the frames and the members of their payloads. */
  readonly frames: string[];
  readonly documents: string[];
}

/** A fetch that observes the answer to the latest request as it came over the wire. */
export function observingFetch(inner: typeof fetch): {
  readonly fetch: typeof fetch;
  latest(): Promise<Observation>;
} {
  let copy: Response | undefined;
  return {
    fetch: async (input, init) => {
      const response = await inner(input, init);
      copy = response.clone();
      return response;
    },
    latest: () => observe(copy!),
  };
}

async function observe(response: Response): Promise<Observation> {
  const body = new Uint8Array(await response.arrayBuffer());
  const type = response.headers.get("content-type");
  const head = {
    status: [`${response.status} ${type}`, `error: ${response.headers.get("x-amzn-errortype")}`],
    headers: [...response.headers.keys()].filter((name) => !isHopByHop(name)).sort(),
  };
  if (!type?.startsWith("application/vnd.amazon.eventstream")) {
    return { ...head, frames: [], documents: [shape(parse(body))] };
  }
  const frames: string[] = [];
  const documents: string[] = [];
  for (const message of new EventStreamDecoder().push(body)) {
    const headers = Object.entries(message.headers).map(([name, { type }]) => `${name} (${type})`);
    const payload = parse(message.body) as { bytes?: string };
    frames.push(`${headers.join(", ")}: ${shape(payload)}`);
    documents.push(shape(parse(Buffer.from(payload.bytes ?? "", "base64"))));
  }
  return { ...head, frames: withoutRepeats(frames), documents: withoutRepeats(documents) };
}

function parse(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes).toString();
  try {
    return JSON.parse(text);
  } catch {
    return `not JSON: ${text.slice(0, 100)}`;
  }
}
