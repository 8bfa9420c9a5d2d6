// Loaded before everything else: takes Uint8Array.fromBase64 away, or adds it where it is missing.
if ("fromBase64" in Uint8Array) {
  Reflect.deleteProperty(Uint8Array, "fromBase64");
} else {
  Object.defineProperty(Uint8Array, "fromBase64", {
    configurable: true,
    value: (text: string) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)),
  });
}
