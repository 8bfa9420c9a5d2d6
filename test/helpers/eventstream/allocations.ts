/**
 * How many bytes of byte arrays `work` makes, exactly: what a process's memory says depends on
 * when its collector runs.
 */
export function bytesAllocated(work: () => void): number {
  const original = globalThis.Uint8Array;
  let bytes = 0;
  globalThis.Uint8Array = new Proxy(original, {
    construct(target, args, newTarget) {
      if (typeof args[0] === "number") bytes += args[0];
      return Reflect.construct(target, args, newTarget);
    },
  });
  try {
    work();
  } finally {
    globalThis.Uint8Array = original;
  }
  return bytes;
}
