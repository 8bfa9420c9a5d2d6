/**
 * Calls a hook that only observes. If it throws or rejects, the error is written to the console and the
 * call goes on: a hook must not be able to end it.
 */
export function callHook<Args extends readonly unknown[]>(
  hook: ((...args: Args) => unknown) | undefined,
  ...args: Args
): void {
  (async () => hook?.(...args))().catch((error) => {
    console.error("bedrock-fetch: a hook failed, and the call goes on.", error);
  });
}
