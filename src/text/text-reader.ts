import type { AnswerBody } from "./answer-body.ts";
import { documentReader } from "./document-reader.ts";
import { textPieces } from "./text-in.ts";

export interface TextReader {
  /** The next text, or "" at the end. */
  read(): Promise<string>;
  cancel(reason?: unknown): Promise<void>;
}

export function textReader(body: AnswerBody): TextReader {
  const { read, cancel } = documentReader(body);
  const textOf = textPieces();

  return {
    async read() {
      for (;;) {
        const document = await read();
        const text = textOf(document);
        if (text || document === undefined) return text;
      }
    },
    cancel,
  };
}
