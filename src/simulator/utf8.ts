let encoder: TextEncoder | undefined;

/** A text's bytes. The encoder is made when first needed: some places that import this have none. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  encoder ??= new TextEncoder();
  return encoder.encode(text);
}
