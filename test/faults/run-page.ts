import * as library from "../../src/index.ts";
import { faultCases } from "../helpers/faults/cases.ts";
import { runCases } from "../helpers/faults/run.ts";

// The entry of a page: the options come in its address.
const options = JSON.parse(decodeURIComponent(location.search.slice(1)));
Object.assign(globalThis, { report: await runCases(library, faultCases, options) });
