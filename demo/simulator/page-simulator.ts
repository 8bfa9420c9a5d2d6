import { createSimulator, type Simulator, type SimulatorOptions } from "bedrock-fetch/simulator";
import { guestPool } from "./guest-pool.ts";

/** A simulator as a page wants it: with a pool that gives credentials to guests. */
export function createPageSimulator(options: SimulatorOptions = {}): Simulator {
  const { identityPoolId, roleArn } = guestPool;
  return createSimulator({
    cognito: { pools: [{ identityPoolId, allowGuests: true }] },
    sts: { roles: [{ roleArn, identityPoolIds: [identityPoolId] }] },
    // What AWS lets pages read may be less; then statuses and bodies have to tell.
    exposeHeaders: ["retry-after", "x-amz-retry-after", "x-amzn-errortype", "x-amzn-requestid"],
    ...options,
  });
}
