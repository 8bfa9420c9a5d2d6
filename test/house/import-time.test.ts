import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { fromSource, root } from "../helpers/built.ts";
import { startWorker } from "../helpers/workerd.ts";

const entryPoints = ["", "/credentials", "/eventstream", "/text", "/simulator"];

/** Imports every entry point, and constructs what is constructed at module scope. */
const program = `
${entryPoints.map((name, i) => `import * as entry${i} from "bedrock-fetch${name}";`).join("\n")}
const { BedrockRuntime } = entry0;
const { fromCognitoIdentityPool, fromWebIdentity, fromContainer, fromEnv } = entry1;
const identityPoolId = "us-east-1:11111111-2222-4333-8444-555555555555";
const roleArn = "arn:aws:iam::123456789012:role/chat";
const env = {
  AWS_REGION: "us-east-1",
  AWS_BEARER_TOKEN_BEDROCK: "key",
  AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1/credentials",
  AWS_CONTAINER_AUTHORIZATION_TOKEN: "token",
};
const made = [
  new BedrockRuntime({ region: "us-east-1", credentials: fromCognitoIdentityPool({ identityPoolId }) }),
  new BedrockRuntime({ region: "us-east-1", credentials: fromContainer(env) }),
  new BedrockRuntime({
    region: "us-east-1",
    credentials: fromWebIdentity({ roleArn, webIdentityToken: "token" }),
  }),
  new BedrockRuntime({ ...fromEnv(env) }),
  new entry2.EventStreamDecoder(),
  entry4.createSimulator(),
];
`;

describe("importing and constructing", () => {
  it("do no I/O, set no timer and draw no random value", async () => {
    const poisoned = `
      const poison = (owner, name) => {
        Object.defineProperty(owner, name, {
          configurable: true,
          value() { throw new Error(name + " was called while importing"); },
        });
      };
      for (const name of ["fetch", "setTimeout", "setInterval", "WebSocket", "XMLHttpRequest"]) {
        poison(globalThis, name);
      }
      poison(Math, "random");
      for (const name of ["getRandomValues", "randomUUID"]) poison(crypto, name);
      poison(Date, "now");
      poison(performance, "now");
      poison(console, "log");
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        fromSource,
        `--import=data:text/javascript,${encodeURIComponent(poisoned)}`,
        "--input-type=module",
        "--eval",
        `${program}\nprocess.stdout.write(String(made.length));`,
      ],
      { cwd: root },
    );
    expect(stdout).toBe("6");
  });

  it("work at a Worker's module scope", async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `${program}\nexport default { fetch: () => new Response(String(made.length)) };`,
        resolveDir: root,
      },
      bundle: true,
      write: false,
      format: "esm",
      target: "es2022",
      conditions: ["workerd", "worker", "browser"],
    });
    const worker = await startWorker({ script: outputFiles[0]?.text ?? "" });
    try {
      expect(await (await fetch(worker.url)).text()).toBe("6");
    } finally {
      await worker.close();
    }
  });

  it("leave nothing in a bundle that does not use it", async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: entryPoints.map((name) => `import "bedrock-fetch${name}";`).join("\n"),
        resolveDir: root,
      },
      bundle: true,
      write: false,
      format: "esm",
      minify: true,

      // esbuild says that it leaves the imports out, which is what is hoped for.
      logLevel: "error",
      absWorkingDir: join(root),
    });
    expect(outputFiles[0]?.text.trim()).toBe("");
  });
});
