import type { Setting } from "./context.ts";
import * as library from "./library.ts";
import { runSet } from "./set.ts";

const setting: Setting = JSON.parse(decodeURIComponent(location.search.slice(1)));
const { server: endpoint, credentials } = setting;
const client = new library.BedrockRuntime({ region: "us-east-1", endpoint, credentials });
const runtime = { page: true, environment: false };
Object.assign(globalThis, { report: await runSet({ library, client, runtime, setting }) });
