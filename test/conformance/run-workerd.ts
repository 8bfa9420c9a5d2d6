import { env } from "cloudflare:workers";
import type { Setting } from "./context.ts";
import * as library from "./library.ts";
import { runSet } from "./set.ts";

const client = new library.BedrockRuntime({ ...library.fromEnv(env) });
const runtime = { page: false, environment: "process" in globalThis };

export default {
  async fetch(request: Request): Promise<Response> {
    const setting: Setting = await request.json();
    return Response.json(await runSet({ library, client, runtime, setting }));
  },
};
