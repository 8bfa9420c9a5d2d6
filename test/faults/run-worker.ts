import * as library from "../../src/index.ts";
import { faultCases } from "../helpers/faults/cases.ts";
import { type RunOptions, runCases } from "../helpers/faults/run.ts";

// The entry of a Worker: the options come in a request.
export default {
  async fetch(request: Request): Promise<Response> {
    const options: RunOptions = await request.json();
    return Response.json(await runCases(library, faultCases, options));
  },
};
