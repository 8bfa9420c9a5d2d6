import { createSimulator, type Fault, parseFault } from "../../src/simulator/index.ts";
import { serve } from "../../src/simulator/node/serve.ts";

// The simulator of the soak, in a process of its own, so that what the client holds can be told
// from what the service does. Faults come in a header of each request. It prints its address.

/** What the client's side is told of one request. */
export interface Account {
  readonly sent: readonly string[];
  readonly outcome: string;
}

export interface State {
  readonly openConnections: number;
  /** Invocations that have not come to an end. */
  readonly open: number;
}

const requests = new Map<string, number>();

function chooseFault(request: Request): Fault | undefined {
  const stream = request.headers.get("x-soak-stream") ?? "";
  const count = (requests.get(stream) ?? 0) + 1;
  requests.set(stream, count);
  const header = request.headers.get("x-soak-fault");
  if (header === null) return undefined;
  const { times = Number.POSITIVE_INFINITY, ...fault } = parseFault(header);
  return count > times ? undefined : fault;
}

const simulator = createSimulator({ pace: { tokensPerSecond: 5000 }, faults: chooseFault });

const server = await serve(async (request) => {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === "/account") {
    requests.delete(searchParams.get("stream")!);
    // By the request, not by the stream: of two that a client gave up and made again, the later
    // one may be logged first.
    const id = searchParams.get("request");
    const entry = simulator.invocationLog.findLast(({ requestId }) => requestId === id);
    const { sent = [], outcome = "never" } = entry ?? {};
    const account: Account = { sent, outcome };
    return Response.json(account);
  }
  if (pathname === "/state") {
    const open = simulator.invocationLog.filter(({ outcome }) => outcome === "open").length;
    const state: State = { openConnections: server.openConnections, open };
    return Response.json(state);
  }
  return simulator(request);
});
process.stdout.write(`${server.url}\n`);
// Its parent's end is its own.
process.stdin.resume().on("end", () => process.exit());
