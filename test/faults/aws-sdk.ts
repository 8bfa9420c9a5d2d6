import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import type { FaultCase } from "../helpers/faults/cases.ts";
import {
  conversation,
  faultHeader,
  modelId,
  type RunOptions,
  requestBody,
} from "../helpers/faults/run.ts";

// The official SDK under the same faults, to compare with. Nothing is asserted of it.

/** After this long, it hangs. */
const PATIENCE_MS = 15_000;

/** In a few words what its caller sees of each case. */
export async function awsSdkUnderFaults(
  cases: readonly FaultCase[],
  options: RunOptions,
): Promise<string[]> {
  return Promise.all(cases.map((faultCase) => outcome(faultCase, options)));
}

async function outcome(faultCase: FaultCase, options: RunOptions): Promise<string> {
  const abortSignal = AbortSignal.timeout(PATIENCE_MS);
  let events = 0;
  const after = () => (events === 0 ? "" : ` after ${events} events`);
  // It does not always heed its signal.
  const patience = new Promise<never>((_, reject) => {
    abortSignal.addEventListener("abort", () => reject(abortSignal.reason), { once: true });
  });
  try {
    await Promise.race([call(faultCase, options, abortSignal, () => events++), patience]);
    return `completes${after()}`;
  } catch (error) {
    if (abortSignal.aborted) return `hangs${after()}`;
    const { name, message } = error as Error;
    const isNamed = !/^(Error|TypeError|SyntaxError|Unknown|UnknownError)$/.test(name);
    const shown = isNamed ? name : `${name}: ${message.split("\n")[0]!.slice(0, 60)}`;
    return `${shown}${after()}`;
  }
}

async function call(
  faultCase: FaultCase,
  options: RunOptions,
  abortSignal: AbortSignal,
  onEvent: () => void,
): Promise<void> {
  const fault = faultHeader(faultCase, options.elsewhere);
  const client = new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: options.endpoint,
    ...(faultCase.maxAttempts && { maxAttempts: faultCase.maxAttempts }),
    credentials: faultCase.renewable ? async () => options.credentials : options.credentials,
    requestHandler: new FaultyHandler(fault),
  });
  const input = { modelId, body: JSON.stringify(requestBody), contentType: "application/json" };
  if (faultCase.operation === "invokeModel") {
    await client.send(new InvokeModelCommand(input), { abortSignal });
    return;
  }
  if (faultCase.operation === "converseStream") {
    const { stream } = await client.send(new ConverseStreamCommand(conversation), { abortSignal });
    for await (const _ of stream ?? []) onEvent();
    return;
  }
  const command = new InvokeModelWithResponseStreamCommand(input);
  const { body } = await client.send(command, { abortSignal });
  for await (const { chunk } of body ?? []) if (chunk?.bytes) onEvent();
}

class FaultyHandler extends FetchHttpHandler {
  readonly #fault: string | undefined;

  constructor(fault: string | undefined) {
    super();
    this.#fault = fault;
  }

  override handle(...[request, options]: Parameters<FetchHttpHandler["handle"]>) {
    if (this.#fault) request.headers["x-simulator-fault"] = this.#fault;
    return super.handle(request, options);
  }
}
