/** Whether this code runs in a page, where whoever opens it can read what it holds. */
export function isPage(): boolean {
  return "window" in globalThis && "document" in globalThis;
}
