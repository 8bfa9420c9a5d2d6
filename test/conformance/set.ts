import type { Context, Report, Result, SetModule } from "./context.ts";
import abort from "./groups/abort.ts";
import asyncIteration from "./groups/async-iteration.ts";
import backpressure from "./groups/backpressure.ts";
import base64 from "./groups/base64.ts";
import converse from "./groups/converse.ts";
import credentials from "./groups/credentials.ts";
import errors from "./groups/errors.ts";
import faults from "./groups/faults.ts";
import operations from "./groups/operations.ts";
import recordings from "./groups/recordings.ts";
import sdks from "./groups/sdks.ts";
import text from "./groups/text.ts";
import timeouts from "./groups/timeouts.ts";

/** In the order of the matrix. */
export const groups: Record<string, SetModule> = {
  operations,
  converse,
  credentials,
  errors,
  faults,
  abort,
  timeouts,
  backpressure,
  "async iteration": asyncIteration,
  base64,
  text,
  recordings,
  SDKs: sdks,
};

const TEST_TIMEOUT_MS = 60_000;

class LeftOut extends Error {}

type Body = Parameters<Context["it"]>[1];

/** Runs the groups that the setting names, one test after another. */
export const runSet = async (context: Omit<Context, "it">): Promise<Report> => {
  const results: Result[] = [];
  const unhandled: string[] = [];
  // Node has no such event: it ends the process, which the starter reports.
  globalThis.addEventListener?.("unhandledrejection", (event) => {
    event.preventDefault();
    unhandled.push(explain((event as PromiseRejectionEvent).reason));
  });

  for (const [group, set] of Object.entries(groups)) {
    if (context.setting.groups?.includes(group) === false) continue;
    const tests: { name: string; body: Body }[] = [];
    set({ ...context, it: (name, body) => void tests.push({ name, body }) });
    for (const { name, body } of tests) {
      results.push({ group, test: name, ...(await outcomeOf(body)) });
    }
    if (unhandled.length > 0) {
      const reason = unhandled.splice(0).join("\n");
      results.push({ group, test: "no unhandled rejection", outcome: "failed", reason });
    }
  }
  return results;
};

const outcomeOf = async (body: Body): Promise<Pick<Result, "outcome" | "reason">> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const late = new Error(`not done within ${TEST_TIMEOUT_MS} ms`);
    timer = setTimeout(() => reject(late), TEST_TIMEOUT_MS);
  });
  const leaveOut = (reason: string): never => {
    throw new LeftOut(reason);
  };
  try {
    await Promise.race([body({ leaveOut }), timeout]);
    return { outcome: "passed" };
  } catch (error) {
    if (error instanceof LeftOut) return { outcome: "left out", reason: error.message };
    return { outcome: "failed", reason: explain(error) };
  } finally {
    clearTimeout(timer);
  }
};

const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return `thrown: ${String(error)}`;
  const cause = error.cause === undefined ? "" : `\ncause: ${String(error.cause)}`;
  // Some engines leave the message out of the stack.
  return `${error}\n${error.stack?.replace(String(error), "").trim() ?? ""}${cause}`;
};
