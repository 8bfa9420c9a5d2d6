import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface Server {
  readonly origin: string;
  close(): void;
}

/** Serves the answer over HTTP from a process of its own: what that computes is not the contenders'. */
export async function startServer(): Promise<Server> {
  const child = fork(join(import.meta.dirname, "server-process.ts"), { execArgv: [] });
  const [origin] = (await once(child, "message")) as [string];
  return { origin, close: () => child.disconnect() };
}
