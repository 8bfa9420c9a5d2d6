import * as library from "../../src/index.ts";
import { faultCases } from "./cases.ts";
import { type RunOptions, runCases } from "./run.ts";

// The entry of a Worker: the options come in a request.
export default {
  async fetch(request: Request): Promise<Response> {
    const options: RunOptions = await request.json();
    return Response.json(await runCases(library, faultCases, options));
  },
};
