import type { Expected, FaultCase } from "./cases.ts";

type Library = typeof import("bedrock-fetch");

/** What runs the cases needs to know; JSON, since it goes into pages and Workers. */
export interface RunOptions {
  /** Where the simulator is. */
  readonly endpoint: string;
  /** Another origin, which must never hear of anything. */
  readonly elsewhere: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  /** CORS hides the response headers. */
  readonly hidden?: boolean;
}

/** What a caller saw; JSON. */
export interface Observed {
  readonly name: string;
  /** The documents that were given. */
  readonly documents: readonly string[];
  /** By the answer or the error. */
  readonly attempts: number | undefined;
  readonly error?: {
    /** Whether it is of the class that is expected. */
    readonly isExpected: boolean;
    /** Whether it or a cause of it shows a secret. */
    readonly showsSecret: boolean;
    readonly name: string;
    readonly code: string | undefined;
    readonly message: string;
    readonly retryable: boolean | undefined;
    readonly eventsDelivered: number | undefined;
  };
}

export interface Report {
  readonly observed: readonly Observed[];
  /** Rejections that nobody handled. */
  readonly unhandled: readonly string[];
}

export const expectedOf = (faultCase: FaultCase, { hidden }: { hidden?: boolean }): Expected =>
  (hidden && faultCase.hidden) || faultCase.expected;

/** As many as browsers and Workers have connections for to one host, one left for what was left. */
const AT_ONCE = 5;

/** The body of every request: an answer of some thirty frames. */
export const modelId = "anthropic.claude-3-haiku-20240307-v1:0";
export const requestBody = {
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 30,
  messages: [{ role: "user", content: "Tell me about event streams" }],
};

/** Runs all cases. Uses nothing but the library and what every runtime has. */
export async function runCases(
  library: Library,
  cases: readonly FaultCase[],
  options: RunOptions,
): Promise<Report> {
  const unhandled: string[] = [];
  globalThis.addEventListener?.("unhandledrejection", (event) => {
    event.preventDefault();
    unhandled.push(String((event as PromiseRejectionEvent).reason));
  });
  const observed: Observed[] = [];
  const waiting = cases.entries();
  const work = async () => {
    for (const [index, faultCase] of waiting) {
      observed[index] = await observe(library, faultCase, options);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { observed, unhandled };
}

/** The fault's header for one case: faults that befall a request or two are counted by its name. */
export const faultHeader = ({ name, fault }: FaultCase, elsewhere: string): string | undefined =>
  fault && `${fault.replace("{elsewhere}", elsewhere)}; key="${name}"`;

async function observe(
  library: Library,
  faultCase: FaultCase,
  options: RunOptions,
): Promise<Observed> {
  const { name, operation = "invokeModelWithResponseStream" } = faultCase;
  const fault = faultHeader(faultCase, options.elsewhere);
  const client = new library.BedrockRuntime({
    region: "us-east-1",
    endpoint: options.endpoint,
    credentials: faultCase.renewable ? async () => options.credentials : options.credentials,
    fetch(url, init) {
      const headers = new Headers(init?.headers);
      if (fault) headers.set("x-simulator-fault", fault);
      return fetch(url, { ...init, headers });
    },
  });
  const input = { modelId, body: requestBody, requestMetadata: { case: name } };

  const documents: string[] = [];
  try {
    if (operation === "invokeModel") {
      const { body, $metadata } = await client.invokeModel(input, faultCase.options);
      return { name, documents: [body.text()], attempts: $metadata.attempts };
    }
    const { body, $metadata } = await client[operation](input, faultCase.options);
    for await (const { chunk } of body) documents.push(new TextDecoder().decode(chunk.bytes));
    return { name, documents, attempts: $metadata.attempts };
  } catch (thrown) {
    const expected = expectedOf(faultCase, options);
    const type = "error" in expected ? library[expected.error as keyof Library] : undefined;
    // Whatever it is: what must be there is what is checked.
    const error = Object(thrown);
    return {
      name,
      documents,
      attempts: error.$metadata?.attempts,
      error: {
        isExpected: typeof type === "function" && thrown instanceof type,
        showsSecret: showsSecret(thrown, options.credentials),
        name: error.name,
        code: error.code,
        message: String(error.message),
        retryable: error.retryable,
        eventsDelivered: error.eventsDelivered,
      },
    };
  }
}

function showsSecret(error: unknown, credentials: RunOptions["credentials"]): boolean {
  const { stack, cause } = Object(error);
  const shown = [String(error), JSON.stringify(error), stack].join("\n");
  return (
    shown.includes(credentials.secretAccessKey) ||
    shown.includes(credentials.sessionToken) ||
    (cause !== undefined && showsSecret(cause, credentials))
  );
}
