import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Simulator } from "bedrock-fetch/simulator";
import { build, preview } from "vite";
import { createPageSimulator } from "../../demo/simulator/page-simulator.ts";
import { serve } from "../../src/simulator/node/serve.ts";

export interface BuiltPage {
  /** Where it is served. */
  readonly url: string;
  /** The folder it was built into. */
  readonly folder: string;
  readonly simulator: Simulator;
  readonly simulatorUrl: string;
  close(): Promise<void>;
}

/** The page of demo/browser as it is deployed, strict policy and all, and a simulator for it. */
export async function servePage(): Promise<BuiltPage> {
  const simulator = createPageSimulator();
  const service = await serve(simulator);
  const folder = mkdtempSync(join(tmpdir(), "demo-browser-"));
  const configFile = join(import.meta.dirname, "../../demo/browser/vite.config.ts");
  await build({
    configFile,
    logLevel: "warn",
    define: { "import.meta.env.VITE_SIMULATOR_URL": JSON.stringify(service.url) },
    build: { outDir: folder, emptyOutDir: true },
  });
  const page = await preview({
    configFile,
    logLevel: "warn",
    build: { outDir: folder },
    preview: { port: 0, host: "127.0.0.1" },
  });
  const { port } = page.httpServer.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/`,
    folder,
    simulator,
    simulatorUrl: service.url,
    async close() {
      await Promise.all([page.close(), service.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
