/**
 * `npm run worker`: the Worker in workerd, by wrangler, and a simulator for it to ask. What comes
 * after `--` is for wrangler: `npm run worker -- --port 8080`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
import { serve } from "../src/simulator/node/serve.ts";

const simulator = await serve(
  createSimulator({ pace: { firstTokenMs: 300, tokensPerSecond: 40 } }),
);
const variables = {
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: simulator.url,
  AWS_ACCESS_KEY_ID: simulatorCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: simulatorCredentials.secretAccessKey,
  AWS_SESSION_TOKEN: simulatorCredentials.sessionToken,
};

console.log(`Bedrock is simulated at ${simulator.url}. Once the Worker is ready:

  curl http://localhost:8787/chat -N -d '{"messages":[{"role":"user","text":"Hello"}]}'
`);
const vars = Object.entries(variables).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
const wrangler = spawn("wrangler", ["dev", ...vars, ...process.argv.slice(2)], {
  stdio: "inherit",
});
// A terminal sends it to wrangler as well, which ends first.
process.on("SIGINT", () => {});
const [code] = await once(wrangler, "exit");
await simulator.close();
process.exitCode = code ?? 1;
