import { awsSdk } from "../contenders/aws-sdk.ts";
import { bedrockFetch } from "../contenders/bedrock-fetch.ts";
import { readText } from "../contenders/contender.ts";
import { service, streamed } from "../service.ts";
import { inTurns, type Task, type Turns, task } from "../turns.ts";

// What runs in runtimes that are not Node, in one bundle for all of them.

/** What Node hands over. */
export interface Input {
  /** The frames of a stream, base64. */
  readonly frames: readonly string[];
  /** What the model says in it. */
  readonly text: string;
  /** The body of an answer. */
  readonly answer: string;
}

export interface Work {
  readonly column: string;
  /** One for each client. */
  readonly tasks: readonly Task[];
}

const KiB = 1024;

const now = () => performance.now();

/** The works, once it is sure that every client reads what it is given. */
export async function works({ frames, text, answer }: Input): Promise<Work[]> {
  const bedrock = service();
  bedrock.answer = answer;
  const clients = [bedrockFetch, awsSdk].map((make) => make(bedrock.fetch));
  const whole = frames.map((base64) => bytesOf(base64));
  const bytes = concat(whole);

  const streamedIn = (column: string, pieces: readonly Uint8Array[]): Work => ({
    column,
    tasks: clients.map(({ name, stream }) =>
      task(
        name,
        () => {
          bedrock.stream = () => streamed(pieces);
          return stream();
        },
        now,
      ),
    ),
  });
  bedrock.stream = () => streamed(whole);
  for (const client of clients) {
    if ((await readText(client)) !== text) throw new Error(`${client.name} reads wrong`);
  }
  return [
    streamedIn("one frame a chunk", whole),
    streamedIn("64 KiB chunks", cut(bytes, 64 * KiB)),
    streamedIn("1 KiB chunks", cut(bytes, KiB)),
    { column: "a request", tasks: clients.map(({ name, request }) => task(name, request, now)) },
  ];
}

/** Samples by column, client and round, where the runtime's own clock runs. */
export async function measure(input: Input, effort: Turns): Promise<number[][][]> {
  const columns: number[][][] = [];
  for (const { tasks } of await works(input)) {
    columns.push(await inTurns(tasks, effort));
  }
  return columns;
}

const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
  return pieces;
}
