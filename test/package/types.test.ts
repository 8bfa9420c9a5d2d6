import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { root } from "../helpers/built.ts";
import { Package, program, run } from "./project.ts";

/** Every entry point, in words that any environment's types have. */
const consumer = `
import {
  BedrockFetchError,
  BedrockRuntime,
  type BedrockRuntimeOptions,
  BedrockRuntimeServiceException,
  type CredentialsProvider,
  type InvokeModelInput,
  ThrottlingException,
} from "bedrock-fetch";
import { fromCognitoIdentityPool, fromEnv } from "bedrock-fetch/credentials";
import { EventStreamDecoder, EventStreamDecoderStream } from "bedrock-fetch/eventstream";
import { createSimulator, type Fault } from "bedrock-fetch/simulator";
import { collect, events, textStream } from "bedrock-fetch/text";

const credentials: CredentialsProvider = fromCognitoIdentityPool({
  identityPoolId: "us-east-1:11111111-2222-4333-8444-555555555555",
});
const options: BedrockRuntimeOptions = { region: "us-east-1", credentials, fetch };
export const bedrock: BedrockRuntime = new BedrockRuntime(options);
export const other: BedrockRuntime = new BedrockRuntime({ ...fromEnv({}) });
const input: InvokeModelInput = { modelId: "m", body: new Uint8Array(1) };

export async function main(signal: AbortSignal): Promise<string> {
  const answer = await bedrock.invokeModel(input, { signal });
  const response: Response = new Response(answer.body);
  const tokens: number | undefined = answer.usage?.outputTokens;
  try {
    const { body } = await bedrock.invokeModelWithResponseStream({ ...input, body: { a: [1] } });
    const stream: ReadableStream<{ chunk: { bytes: Uint8Array } }> = body;
    for await (const event of body) {
      const bytes: Uint8Array = event.chunk.bytes;
      return String(bytes.length) + String(stream.locked) + String(tokens);
    }
    for await (const text of textStream(body)) return text.toUpperCase();
    for await (const event of events(body)) return event.type;
    const { text }: { text: string } = await collect(body);
    return text + (await response.text());
  } catch (error) {
    if (error instanceof ThrottlingException) return error.$metadata.requestId ?? error.name;
    if (error instanceof BedrockRuntimeServiceException) return error.$fault;
    if (error instanceof BedrockFetchError) return error.code;
    throw error;
  }
}

export async function decode(response: Response): Promise<void> {
  const messages = response.body?.pipeThrough(new EventStreamDecoderStream());
  const reader = messages?.getReader();
  const read = await reader?.read();
  void read?.value?.headers;
  void new EventStreamDecoder();
}

const fault: Fault = { fault: "stall", after: 3 };
export const simulator = createSimulator({ faults: { ...fault, times: 1 } });
export const answered: Promise<Response> = simulator("https://bedrock-runtime.us-east-1.amazonaws.com/");
`;

const environments = {
  "the DOM's": { lib: ["ES2022", "DOM", "DOM.Iterable"], types: [] },
  "Node's, without the DOM": { lib: ["ES2023"], types: ["node"] },
  "Workers', without the DOM": { lib: ["ES2023"], types: ["@cloudflare/workers-types"] },
  // Bun's types do not hold by themselves beside today's types of Node.
  "Bun's, without the DOM": { lib: ["ES2023"], types: ["bun"], skipLibCheck: true },
};

const resolutions = [
  { module: "esnext", moduleResolution: "bundler" },
  { module: "node16", moduleResolution: "node16" },
  { module: "nodenext", moduleResolution: "nodenext" },
];

let packed: Package;
let folder: string;

beforeAll(async () => {
  packed = await Package.pack();
  const configs = resolutions.flatMap(({ module, moduleResolution }) =>
    Object.values(environments).map((environment, i) => {
      const compilerOptions = {
        module,
        moduleResolution,
        ...environment,
        target: "es2022",
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
      };
      const config = { compilerOptions, files: ["consumer.ts"] };
      return [`tsconfig.${moduleResolution}.${i}.json`, JSON.stringify(config)];
    }),
  );
  folder = await packed.installed({ "consumer.ts": consumer, ...Object.fromEntries(configs) });
  for (const name of ["@types", "@cloudflare", "undici-types", "bun-types"]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
}, 120_000);

afterAll(() => packed?.remove());

describe.each(resolutions)(
  "types under moduleResolution $moduleResolution",
  ({ moduleResolution }) => {
    it.each(Object.keys(environments))(
      "with %s types",
      async (name) => {
        const config = `tsconfig.${moduleResolution}.${Object.keys(environments).indexOf(name)}.json`;
        await run(folder, program("tsc"), ["--project", config]);
      },
      60_000,
    );
  },
);

describe("types under Deno", () => {
  it("deno check", async () => {
    await run(folder, program("deno"), ["check", "--node-modules-dir=manual", "consumer.ts"]);
  }, 60_000);
});
