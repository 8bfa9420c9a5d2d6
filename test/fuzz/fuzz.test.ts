import { expect, it } from "vitest";
import { freshSeed } from "../random.ts";
import { fuzz } from "./run.ts";

it("finds nothing in a short run", async () => {
  const seed = freshSeed();
  console.log(`Fuzzing from seed ${seed}`);
  const { cases } = await fuzz({ seed, seconds: 5, cases: 400 });
  expect(cases).toBeGreaterThan(0);
});
