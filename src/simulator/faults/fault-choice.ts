import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import { RecentMap } from "../recent-map.ts";
import { validationException } from "../service-error.ts";
import type { Fault, FaultChooser, FaultOption, FaultRule } from "./fault.ts";
import { checkFault, parseFault } from "./parse-fault.ts";

/** The header by which a request chooses its own fault. */
const FAULT_HEADER = "x-simulator-fault";

/** Chooses a fault for each request: the one its header names, else the first rule that applies. */
export function createFaultChoice(rules: FaultOption[]): {
  choose(request: Request): Fault | undefined;
  clear(): void;
} {
  const headerUses = new RecentMap<string, number>();
  let ruleUses = new WeakMap<FaultRule, number>();

  function chosenByHeader(header: string): Fault | undefined {
    const fault = orRefused(`The header ${FAULT_HEADER} cannot be read`, header, () =>
      parseFault(header),
    );
    if (fault.times === undefined) return fault;
    const key = keyIn(header) ?? header;
    const uses = (headerUses.get(key) ?? 0) + 1;
    headerUses.set(key, uses);
    return uses > fault.times ? undefined : fault;
  }

  return {
    choose(request) {
      const header = request.headers.get(FAULT_HEADER);
      if (header !== null) return chosenByHeader(header);
      for (const [index, option] of rules.entries()) {
        const rule = typeof option === "string" ? read(option) : option;
        // As an object it can be counted how often it has struck, even where the same text stands twice.
        rules[index] = rule;
        if (typeof rule === "function") {
          const fault = rule(request);
          if (fault) return checked(fault);
          continue;
        }
        const { times = Number.POSITIVE_INFINITY } = checked(rule);
        const uses = (ruleUses.get(rule) ?? 0) + 1;
        if (uses > times || rule.when?.(request) === false) continue;
        ruleUses.set(rule, uses);
        return rule;
      }
      return undefined;
    },
    clear() {
      headerUses.clear();
      ruleUses = new WeakMap();
    },
  };
}

/** @throws InvalidArgumentError for a rule with a member that faults do not have. */
export function toFaultRule(option: FaultOption): FaultRule | FaultChooser {
  if (typeof option === "string") return parseFault(option);
  if (typeof option !== "function") checkFaultRule(option);
  return option;
}

function checkFaultRule(rule: FaultRule): void {
  if (typeof rule !== "object" || rule === null) checkFault(rule);
  const { when, ...fault } = rule;
  if (when !== undefined && typeof when !== "function") {
    throw new InvalidArgumentError("fault", "'when' must be a function");
  }
  checkFault(fault);
}

const read = (text: string): FaultRule =>
  orRefused("A rule of the simulator cannot be read", JSON.stringify(text), () => parseFault(text));

/** A rule can come at any time, by `push` or from a function, so each is checked when it applies. */
function checked<Rule extends FaultRule>(rule: Rule): Rule {
  orRefused("A rule of the simulator cannot be read", JSON.stringify(rule), () =>
    checkFaultRule(rule),
  );
  return rule;
}

const keyIn = (header: string): string | undefined => {
  const match = /;\s*key\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]*))/.exec(header);
  return match?.[1] ?? match?.[2]?.trim();
};

function orRefused<T>(what: string, given: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const why = error.message.slice(`${error.field}: `.length);
    throw validationException(`${what}: ${why}. It was: ${given}`);
  }
}
