interface Assert {
  ok(value: unknown, message?: string): asserts value;
  equal(actual: unknown, expected: unknown, message?: string): void;
  /** Compares as JSON. */
  deepEqual(actual: unknown, expected: unknown, message?: string): void;
  /** The error that a promise is rejected with. */
  rejects(promise: PromiseLike<unknown>, message?: string): Promise<Failure>;
  /** The error that a function throws. */
  throws(action: () => unknown, message?: string): Failure;
}

type Failure = Error & Record<string, unknown>;

class AssertionError extends Error {
  override name = "AssertionError";
}

const show = (value: unknown): string => {
  const text = value instanceof Error ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
};

const fail = (message: string | undefined, what: string): never => {
  throw new AssertionError(message === undefined ? what : `${message}: ${what}`);
};

function ok(value: unknown, message?: string): asserts value {
  if (!value) fail(message, `${show(value)} is not truthy`);
}

export const assert: Assert = {
  ok,
  equal(actual, expected, message) {
    if (!Object.is(actual, expected)) fail(message, `got ${show(actual)}, not ${show(expected)}`);
  },
  deepEqual(actual, expected, message) {
    if (JSON.stringify(actual) !== JSON.stringify(expected)) {
      fail(message, `got ${show(actual)}, not ${show(expected)}`);
    }
  },
  async rejects(promise, message) {
    let value: unknown;
    try {
      value = await promise;
    } catch (error) {
      return error as Failure;
    }
    return fail(message, `no error, but ${show(value)}`);
  },
  throws(action, message) {
    let value: unknown;
    try {
      value = action();
    } catch (error) {
      return error as Failure;
    }
    return fail(message, `no error, but ${show(value)}`);
  },
};
