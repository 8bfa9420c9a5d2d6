import type { ConverseStreamInput } from "bedrock-fetch";
import { assert } from "../assert.ts";
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
  /** The runtime may send a request again by itself, as browsers and Deno do. */
  readonly resends?: boolean;
  /** The runtime may be any: what a case has for some of them is expected, too. */
  readonly anyRuntime?: boolean;
}

/** What a caller saw of one case; JSON. */
export interface Observed {
  readonly name: string;
  /** The documents that were given. */
  readonly documents: readonly string[];
  /** By the answer or the error. */
  readonly attempts: number | undefined;
  readonly error?: {
    /** Whether it is of a class that is expected. */
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

/** What the simulator's log has of a case. */
interface Logged {
  readonly outcome: string;
  readonly sent: readonly string[];
}

/** As many as browsers and Workers have connections for to one host, one left for what was left. */
const AT_ONCE = 5;

/** The body of every request: an answer of some thirty frames. */
export const modelId = "anthropic.claude-3-haiku-20240307-v1:0";
export const requestBody = {
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 30,
  messages: [{ role: "user", content: "Tell me about event streams" }],
};

/** The same for converseStream. */
export const conversation = {
  modelId,
  messages: [{ role: "user", content: [{ text: "Tell me about event streams" }] }],
  inferenceConfig: { maxTokens: 30 },
} satisfies ConverseStreamInput;

/** Runs all cases. Uses only the library and what every runtime has. */
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
  const observed = await Promise.all(observeAll(library, cases, options));
  return { observed, unhandled };
}

/** Starts all cases, a few at a time; none of the promises rejects. */
export function observeAll(
  library: Library,
  cases: readonly FaultCase[],
  options: RunOptions,
): readonly Promise<Observed>[] {
  const lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  return cases.map((faultCase, i) => {
    const observed = lanes[i % AT_ONCE]!.then(() => observe(library, faultCase, options));
    lanes[i % AT_ONCE] = observed;
    return observed;
  });
}

/** The fault's header for one case: faults that apply to a request or two are counted by its name. */
export const faultHeader = ({ name, fault }: FaultCase, elsewhere: string): string | undefined =>
  fault && `${fault.replace("{elsewhere}", elsewhere)}; key="${name}"`;

/** What a caller must get: one of these. */
export function expectedOf(
  { expected, hidden, inSomeRuntimes = [] }: FaultCase,
  options: RunOptions,
): readonly [Expected, ...Expected[]] {
  if (options.hidden && hidden) return [hidden];
  return options.anyRuntime ? [expected, ...inSomeRuntimes] : [expected];
}

/** Whether the failure may come so early that neither events nor attempts can be foretold. */
export const isOvertaken = ({ expected }: FaultCase): boolean =>
  "overtakes" in expected && expected.overtakes === true;

/**
 * Asserts that a caller saw what it must, given what the simulator's log has of the case and what
 * the caller saw of the case without a fault.
 */
export function checkCase(
  faultCase: FaultCase,
  observed: Observed,
  against: { options: RunOptions; log: Logged | undefined; plain: Observed },
): void {
  const { options, log, plain } = against;
  const alternatives = expectedOf(faultCase, options);
  if (options.resends && faultCase.resent) {
    assert.ok(
      Number(observed.attempts) <= alternatives[0].attempts,
      `${observed.attempts} attempts`,
    );
  } else if (!isOvertaken(faultCase)) {
    assert.equal(observed.attempts, alternatives[0].attempts, "attempts");
  }
  checkOutcome(faultCase, alternatives, observed);
  checkDocuments(observed, log, plain);
}

function checkOutcome(
  faultCase: FaultCase,
  alternatives: readonly [Expected, ...Expected[]],
  { error, documents }: Observed,
): void {
  const identity = ({ name, code }: { name: string; code?: string | undefined }) => code ?? name;
  const met = alternatives.find(
    (it) => "error" in it && error !== undefined && identity(it) === identity(error),
  );
  const expected = met ?? alternatives[0];
  if (!("error" in expected)) {
    assert.equal(error, undefined, `the call failed with ${error?.name}`);
    return;
  }
  assert.ok(error, `no error, but ${documents.length} documents`);
  const { name, code, retryable, message } = error;
  assert.deepEqual(
    [name, code, retryable],
    [expected.name, expected.code, expected.retryable],
    message,
  );
  assert.ok(error.isExpected, `${name} is not of its class`);
  assert.ok(!error.showsSecret, `${name} shows a secret`);
  assert.ok(/\w/.test(message), "the message is empty");
  if (isOvertaken(faultCase)) {
    assert.ok(documents.length <= (expected.delivered ?? 0), `${documents.length} documents`);
    assert.equal(error.eventsDelivered ?? 0, documents.length, "eventsDelivered");
  } else {
    assert.equal(documents.length, expected.delivered ?? 0, "documents before the error");
    assert.equal(error.eventsDelivered, expected.delivered, "eventsDelivered");
  }
}

/** The caller got what the simulator sent: all of it in an answer, a prefix before an error. */
function checkDocuments(
  { error, documents }: Observed,
  log: Logged | undefined,
  plain: Observed,
): void {
  const sent = log?.sent ?? [];
  if (error) {
    assert.deepEqual(documents, sent.slice(0, documents.length));
  } else if (log?.outcome === "complete") {
    assert.deepEqual(documents, sent);
  } else {
    // A frame without a document came in between, after which the log no longer vouches.
    assert.deepEqual(documents.slice(0, sent.length), sent);
    assert.equal(documents.length, plain.documents.length, "documents");
  }
}

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
    maxAttempts: faultCase.maxAttempts,
    credentials: faultCase.renewable ? async () => options.credentials : options.credentials,
    fetch(url, init) {
      const headers = new Headers(init?.headers);
      if (fault) headers.set("x-simulator-fault", fault);
      return fetch(url, { ...init, headers });
    },
  });
  const input = { modelId, body: requestBody, requestMetadata: { test: name } };

  const documents: string[] = [];
  try {
    if (operation === "invokeModel") {
      const { body, $metadata } = await client.invokeModel(input, faultCase.options);
      return { name, documents: [body.text()], attempts: $metadata.attempts };
    }
    if (operation === "converseStream") {
      const { stream, $metadata } = await client.call(
        library.converseStream,
        { ...conversation, requestMetadata: { test: name } },
        faultCase.options,
      );
      for await (const event of stream) documents.push(JSON.stringify(event));
      return { name, documents, attempts: $metadata.attempts };
    }
    const { body, $metadata } = await client.invokeModelWithResponseStream(
      input,
      faultCase.options,
    );
    for await (const { chunk } of body) documents.push(new TextDecoder().decode(chunk.bytes));
    return { name, documents, attempts: $metadata.attempts };
  } catch (thrown) {
    const types = expectedOf(faultCase, options).map((expected) =>
      "error" in expected ? library[expected.error as keyof Library] : undefined,
    );
    // Whatever it is: what must be there is what is checked.
    const error = Object(thrown);
    return {
      name,
      documents,
      attempts: error.$metadata?.attempts,
      error: {
        isExpected: types.some((type) => typeof type === "function" && thrown instanceof type),
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
