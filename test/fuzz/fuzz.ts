import { parseArgs } from "node:util";
import { seedOfRun } from "../helpers/random.ts";
import { fuzz } from "./run.ts";

// npm run fuzz [-- --seconds 600] [--seed N] [--cases N]

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "600" },
    seed: { type: "string" },
    cases: { type: "string" },
  },
});

const seed = values.seed === undefined ? seedOfRun() : Number(values.seed);
const seconds = Number(values.seconds);
console.log(`Fuzzing for ${seconds} s from seed ${seed}.`);
const { cases } = await fuzz({
  seed,
  seconds,
  cases: values.cases === undefined ? Number.POSITIVE_INFINITY : Number(values.cases),
  progress: (cases, elapsed) => console.log(`${Math.round(elapsed)} s: ${cases} cases`),
});
console.log(`${cases} cases, no findings.`);
