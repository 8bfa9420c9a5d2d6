import { describe, expect, it } from "vitest";
import { seedOfRun } from "../helpers/random.ts";
import { fuzz } from "./run.ts";

describe("the fuzzer", () => {
  it("finds nothing in a short run", async () => {
    const seed = seedOfRun();
    console.log(`Fuzzing from SEED=${seed}`);
    const { cases } = await fuzz({ seed, seconds: 5, cases: 400 });
    expect(cases).toBeGreaterThan(0);
  });
});
