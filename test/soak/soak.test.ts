import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

describe("the soak", () => {
  it("accounts for every byte and leaves nothing, in a short run", { timeout: 120_000 }, () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [
        "--expose-gc",
        "--disable-warning=ExperimentalWarning",
        new URL("soak.ts", import.meta.url).pathname,
        ...["--seconds", "10", "--streams", "60"],
      ],
      { encoding: "utf8", timeout: 110_000 },
    );
    console.log(stdout);
    expect(stderr).toBe("");
    expect(stdout).toContain("No findings.");
    expect(status).toBe(0);
  });
});
