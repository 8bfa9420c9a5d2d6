import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
import { collect, events, textStream, toServerSentEvents } from "bedrock-fetch/text";

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
      void new Response(event.chunk.bytes);
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

export async function disposed(): Promise<void> {
  const { body } = await bedrock.invokeModelWithResponseStream(input);
  await using held: AsyncDisposable = body;
  void held;
}

export async function passedOn(): Promise<Response> {
  const { body } = await bedrock.invokeModelWithResponseStream(input);
  return new Response(toServerSentEvents(body));
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

const node16 = { module: "node16", moduleResolution: "node16" };
const nodenext = { module: "nodenext", moduleResolution: "nodenext" };
const bundler = { module: "esnext", moduleResolution: "bundler" };

/** None has the library `esnext.disposable`: the package's types bring what they need of it. */
const environments = {
  "the DOM's": { lib: ["ES2022", "DOM", "DOM.Iterable"], types: [] },
  "Node's, without the DOM": { lib: ["ES2023"], types: ["node"] },
  "Workers', without the DOM": { lib: ["ES2023"], types: ["@cloudflare/workers-types"] },
  // Bun's types do not hold by themselves beside today's types of Node.
  "Bun's, without the DOM": { lib: ["ES2023"], types: ["bun"], skipLibCheck: true },
};

/** By the name that package.json has them under. */
const compilers = ["typescript-5.4", "typescript", "typescript-7"];

const compiler = (name: string) => join(root, "node_modules", name, "bin/tsc");

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version;

let packed: Package;
let folder: string;

beforeAll(async () => {
  packed = await Package.pack();
  const configs = [node16, nodenext, bundler].flatMap((resolution) =>
    Object.values(environments).map((environment, i) => {
      const compilerOptions = {
        skipLibCheck: false,
        ...resolution,
        ...environment,
        target: "es2022",
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
      };
      const config = { compilerOptions, files: ["consumer.ts"] };
      return [`tsconfig.${resolution.moduleResolution}.${i}.json`, JSON.stringify(config)];
    }),
  );
  folder = await packed.installed({ "consumer.ts": consumer, ...Object.fromEntries(configs) });
  for (const name of ["@types", "@cloudflare", "undici-types", "bun-types"]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
}, 120_000);

afterAll(() => packed?.remove());

describe("the oldest TypeScript that is tested", () => {
  const { peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const [, oldest] = /^>=(\d+\.\d+)$/.exec(peerDependencies.typescript) ?? [];

  it("is the one that package.json asks for", () => {
    expect(versionOf("typescript-5.4")).toMatch(new RegExp(`^${oldest}\\.`));
  });

  it("is the one that the README names", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    expect(/TypeScript (\d+\.\d+)/.exec(readme)?.[1]).toBe(oldest);
  });
});

describe.each(compilers)("the types under %s", (name) => {
  describe.each([node16, nodenext, bundler])(
    "with moduleResolution $moduleResolution",
    ({ moduleResolution }) => {
      it.each(Object.keys(environments))(
        "with %s types",
        async (environment) => {
          const config = `tsconfig.${moduleResolution}.${Object.keys(environments).indexOf(environment)}.json`;
          const args = [compiler(name), "--project", config];
          await expect(run(folder, process.execPath, args)).resolves.toBe("");
        },
        60_000,
      );
    },
  );
});

describe("types under Deno", () => {
  it("deno check", async () => {
    await expect(
      run(folder, program("deno"), ["check", "--node-modules-dir=manual", "consumer.ts"]),
    ).resolves.toBeTypeOf("string");
  }, 60_000);
});

describe("going to a definition", () => {
  it("lands in a declaration with its docstring", () => {
    const file = join(folder, "consumer.ts");
    const text = readFileSync(file, "utf8");
    const { options } = ts.convertCompilerOptionsFromJson(
      { ...bundler, ...environments["the DOM's"], target: "es2022" },
      folder,
    );
    const service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => [file],
      getScriptVersion: () => "1",
      getScriptSnapshot: (path) => {
        const content = ts.sys.readFile(path);
        return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
      },
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      directoryExists: ts.sys.directoryExists,
    });
    const definitions = service.getDefinitionAtPosition(
      file,
      text.indexOf("BedrockRuntime(options)"),
    );
    const [declared] = definitions?.filter(({ kind }) => kind === "class") ?? [];
    const declaration = declared && ts.sys.readFile(declared.fileName);
    const context = declared?.contextSpan;
    expect(declared?.fileName).toBe(
      ts.sys.realpath?.(join(folder, "node_modules/bedrock-fetch/dist/index.d.ts")),
    );
    expect(declaration?.slice(0, context?.start).trimEnd()).toMatch(/\*\/$/);
  });
});
