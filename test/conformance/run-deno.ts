import type { Setting } from "./context.ts";
import * as library from "./library.ts";
import { runSet } from "./set.ts";

declare const Deno: { args: string[] };

const client = new library.BedrockRuntime({ ...library.fromEnv() });
const runtime = { page: false, environment: true };
const setting: Setting = JSON.parse(Deno.args[0] ?? "");
console.log(JSON.stringify(await runSet({ library, client, runtime, setting })));
