/** A browser with one way of being driven, whatever protocol is underneath. */
export interface Browser {
  /** As the browser reports it, such as `"153.7"`. */
  readonly version: string;
  open(url: string): Promise<Page>;
  close(): Promise<void>;
}

export interface Page {
  /** The value of an expression, awaited in the page. Must be JSON. */
  evaluate<T>(expression: string): Promise<T>;
  /** A PNG of what the window shows. */
  screenshot(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Waits until `expression` is truthy in the page, and returns its value. */
export const waitFor = <T>(page: Page, expression: string, timeoutMs = 30_000): Promise<T> =>
  page.evaluate<T>(`new Promise((resolve, reject) => {
    const end = performance.now() + ${timeoutMs};
    const look = () => {
      const value = (${expression});
      if (value) resolve(value);
      else if (performance.now() > end) reject(new Error("not within ${timeoutMs} ms: " + ${JSON.stringify(expression)}));
      else setTimeout(look, 20);
    };
    look();
  })`);
