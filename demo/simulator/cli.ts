#!/usr/bin/env node
import { parseArgs } from "node:util";
import { createSimulator, simulatorCredentials } from "../../src/simulator/index.ts";
import { serve } from "./serve.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8787" },
    region: { type: "string", default: "us-east-1" },
  },
});
const simulator = createSimulator({ region: values.region });
const server = await serve(simulator, { port: Number(values.port) });
console.log(server.url, simulatorCredentials);
