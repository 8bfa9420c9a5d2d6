import { parseFault } from "./fault-header.ts";
import type { Fault, FaultChooser, FaultRule } from "./faults.ts";

/** The header by which a request chooses its own fault. */
const FAULT_HEADER = "x-simulator-fault";

/** How many counters of `times=` are kept for faults chosen by header. */
const KEPT = 10_000;

/** Chooses a fault for each request: the one its header names, else the first rule that applies. */
export function createFaultChoice(rules: readonly (FaultRule | FaultChooser)[]): {
  choose(request: Request): Fault | undefined;
  clear(): void;
} {
  const headerUses = new Map<string, number>();
  let ruleUses = new WeakMap<FaultRule, number>();

  return {
    choose(request) {
      const header = request.headers.get(FAULT_HEADER);
      if (header !== null) {
        const { fault, times, key } = parseFault(header);
        const uses = (headerUses.get(key) ?? 0) + 1;
        if (times !== Number.POSITIVE_INFINITY) {
          headerUses.delete(key);
          if (headerUses.size >= KEPT) headerUses.delete(headerUses.keys().next().value!);
          headerUses.set(key, uses);
        }
        return uses > times ? undefined : fault;
      }
      for (const rule of rules) {
        if (typeof rule === "function") {
          const fault = rule(request);
          if (fault) return fault;
          continue;
        }
        const uses = (ruleUses.get(rule) ?? 0) + 1;
        if (uses > (rule.times ?? Number.POSITIVE_INFINITY) || rule.when?.(request) === false)
          continue;
        ruleUses.set(rule, uses);
        return rule.fault;
      }
      return undefined;
    },
    clear() {
      headerUses.clear();
      ruleUses = new WeakMap();
    },
  };
}
