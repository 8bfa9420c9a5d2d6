import { guestPool } from "../../simulator/guest-pool.ts";
import { families } from "../asking/models.ts";
import { storage } from "./storage.ts";

/** What a visitor has chosen. Nothing here is secret: guests need no more. */
export interface Settings {
  readonly place: "simulator" | "aws";
  readonly simulatorUrl: string;
  readonly region: string;
  readonly identityPoolId: string;
  readonly guestRoleArn: string;
  /** A model, inference profile or ARN besides those that the picker offers. */
  readonly ownModelId: string;
  readonly modelId: string;
  /** Whether the simulator's guardrail watches, which denies the word "forbidden". */
  readonly simulatedGuardrail: boolean;
  readonly guardrailIdentifier: string;
  readonly guardrailVersion: string;
  /** Whether the model may ask the page for the time. */
  readonly clock: boolean;
  /** Whether models that can are asked to think first. */
  readonly thinking: boolean;
  /** Whether questions go through Converse and not InvokeModel. */
  readonly converse: boolean;
  /** How long to wait for an answer to begin, and for its next piece, in seconds. */
  readonly patience: number;
}

const defaults: Settings = {
  place: "simulator",
  simulatorUrl: import.meta.env.VITE_SIMULATOR_URL ?? "http://127.0.0.1:8787",
  region: "us-east-1",
  identityPoolId: "",
  guestRoleArn: "",
  ownModelId: "",
  modelId: Object.keys(families[0]!.models)[0]!,
  simulatedGuardrail: false,
  guardrailIdentifier: "",
  guardrailVersion: "",
  clock: false,
  thinking: false,
  converse: false,
  patience: 15,
};

/** Those that the way to Bedrock depends on; the others may change from question to question. */
export const connectionSettings: readonly (keyof Settings)[] = [
  "place",
  "simulatorUrl",
  "region",
  "identityPoolId",
  "guestRoleArn",
  "patience",
];

const key = "bedrock-fetch-demo";

export function loadSettings(): Settings {
  const stored = readStored();
  // What an older version of this page wrote may have other members, and other types.
  const known = Object.entries(defaults).map(([name, value]) => {
    const own = stored[name];
    return [name, typeof own === typeof value ? own : value];
  });
  return Object.fromEntries(known);
}

/** Keeps what differs from the defaults, so that a default can change. */
export function saveSettings(settings: Settings): void {
  const changed = Object.entries(settings).filter(
    ([name, value]) => value !== defaults[name as keyof Settings],
  );
  try {
    storage?.setItem(key, JSON.stringify(Object.fromEntries(changed)));
  } catch {
    // Storage is full: the settings last as long as the page.
  }
}

/** Where guests get credentials: the simulator's pool, or the visitor's own. */
export function guestAccess(settings: Settings): {
  region: string;
  identityPoolId: string;
  roleArn: string;
  endpoint?: string;
} {
  return settings.place === "simulator"
    ? { region: "us-east-1", ...guestPool, endpoint: settings.simulatorUrl }
    : {
        region: settings.region,
        identityPoolId: settings.identityPoolId,
        roleArn: settings.guestRoleArn,
      };
}

/** The members of a request that ask for a guardrail, with its trace. */
export function guardrailOf(settings: Settings): {
  guardrailIdentifier?: string;
  guardrailVersion?: string;
  trace?: "ENABLED";
} {
  const { place, simulatedGuardrail, guardrailIdentifier, guardrailVersion } = settings;
  if (place === "simulator") {
    return simulatedGuardrail
      ? { guardrailIdentifier: "simulated", guardrailVersion: "1", trace: "ENABLED" }
      : {};
  }
  return guardrailIdentifier ? { guardrailIdentifier, guardrailVersion, trace: "ENABLED" } : {};
}

function readStored(): Record<string, unknown> {
  try {
    return Object(JSON.parse(storage?.getItem(key) ?? "{}"));
  } catch {
    return {};
  }
}
