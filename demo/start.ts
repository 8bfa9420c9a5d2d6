/**
 * `npm start`: the simulator over HTTP, and the page of demo/browser on vite's dev server.
 *
 * PORT and SIMULATOR_PORT choose other ports; one that is taken is passed over.
 */

import { createServer } from "vite";
import { type Server, serve } from "../src/simulator/node/serve.ts";
import { createPageSimulator } from "./simulator/page-simulator.ts";

const simulator = createPageSimulator({ pace: { firstTokenMs: 350, tokensPerSecond: 40 } });
const service = await serveOn(Number(process.env.SIMULATOR_PORT ?? 8787));

const page = await createServer({
  configFile: new URL("browser/vite.config.ts", import.meta.url).pathname,
  define: { "import.meta.env.VITE_SIMULATOR_URL": JSON.stringify(service.url) },
  server: { port: Number(process.env.PORT ?? 5173) },
});
await page.listen();

console.log(`
  The page       ${page.resolvedUrls?.local[0]}
  The simulator  ${service.url}

  Ctrl-C stops both.
`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await Promise.all([page.close(), service.close()]);
    process.exit(0);
  });
}

async function serveOn(port: number): Promise<Server> {
  try {
    return await serve(simulator, { port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return serve(simulator);
  }
}
