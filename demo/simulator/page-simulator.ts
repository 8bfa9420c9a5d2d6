import { createSimulator, type Simulator, type SimulatorOptions } from "bedrock-fetch/simulator";
import { guestPool } from "./guest-pool.ts";

/** A simulator as a page wants it: with a pool that issues credentials to guests. */
export function createPageSimulator(options: SimulatorOptions = {}): Simulator {
  const { identityPoolId, roleArn } = guestPool;
  return createSimulator({
    cognito: { pools: [{ identityPoolId, allowGuests: true }] },
    sts: { roles: [{ roleArn, identityPoolIds: [identityPoolId] }] },
    // AWS may let pages read less; then only statuses and bodies say what happened.
    exposeHeaders: ["retry-after", "x-amz-retry-after", "x-amzn-errortype", "x-amzn-requestid"],
    respond: ({ input }) => answerFromClock(input.messages),
    ...options,
  });
}

/** What a model would make of the clock's result; undefined if the last message has none. */
function answerFromClock(messages: unknown): string | undefined {
  if (!Array.isArray(messages)) return undefined;
  const [, time, zone] =
    /"(\w+day, [^"(]+) \(([^")]+)\)"/.exec(JSON.stringify(messages.at(-1))) ?? [];
  return time && `The clock of the page says: ${time}, in the time zone ${zone}.`;
}
