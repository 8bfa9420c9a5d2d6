import { BedrockRuntime, type BedrockRuntimeOptions } from "bedrock-fetch";
import {
  createSimulator,
  type Simulator,
  type SimulatorOptions,
  simulatorCredentials,
} from "bedrock-fetch/simulator";

/** A client of a simulator, and what it sent. */
export interface Recorded {
  readonly bedrock: BedrockRuntime;
  readonly simulator: Simulator;
  /** The JSON bodies of all requests. */
  readonly sent: JsonObject[];
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes
type JsonObject = Record<string, any>;

export function recorded(
  simulation: SimulatorOptions = {},
  options: Partial<BedrockRuntimeOptions> = {},
): Recorded {
  const simulator = createSimulator(simulation);
  const sent: JsonObject[] = [];
  const bedrock = new BedrockRuntime({
    region: "us-east-1",
    credentials: simulatorCredentials,
    async fetch(url: string | URL | Request, init?: RequestInit) {
      if (init?.body) sent.push(await new Response(init.body).json());
      return simulator(url, init);
    },
    ...options,
  });
  return { bedrock, simulator, sent };
}
