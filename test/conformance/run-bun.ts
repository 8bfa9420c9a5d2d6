import type { Setting } from "./context.ts";
import * as library from "./library.ts";
import { runSet } from "./set.ts";

const client = new library.BedrockRuntime({ ...library.fromEnv() });
const runtime = { page: false, environment: true };
const setting: Setting = JSON.parse(process.argv[2] ?? "");
console.log(JSON.stringify(await runSet({ library, client, runtime, setting })));
