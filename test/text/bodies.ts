import type { AnswerChunk } from "bedrock-fetch/text";

/** What Claude, Nova, … would send, as the bytes of one chunk each. */
export const encode = (documents: readonly unknown[]): Uint8Array[] =>
  documents.map((document) => new TextEncoder().encode(JSON.stringify(document)));

/** A document of which `bytes` are the JSON. */
export const parse = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());

/** A streamed body as the client returns it. */
export function streamOf(chunks: readonly Uint8Array[]): ReadableStream<AnswerChunk> {
  const rest = chunks.values();
  return new ReadableStream({
    pull(controller) {
      const { done, value: bytes } = rest.next();
      if (done) controller.close();
      else controller.enqueue({ chunk: { bytes } });
    },
  });
}

/** A streamed body that can be iterated and nothing else, as the AWS SDK returns it. */
export async function* iterableOf(chunks: readonly Uint8Array[]): AsyncGenerator<AnswerChunk> {
  for (const bytes of chunks) yield { chunk: { bytes } };
}

export const bodyOf = (...documents: unknown[]): ReadableStream<AnswerChunk> =>
  streamOf(encode(documents));

export async function all<T>(values: ReadableStream<T> | AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

export const textOfBytes = (stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> =>
  new Response(stream).text();
