import { defineConfig } from "vitest/config";
import base from "../../vite.config.ts";

// Apart from the other tests: it costs money, and needs an account.
export default defineConfig({
  ...base,
  test: { ...base.test, include: ["test/live/live.ts"], testTimeout: 120_000 },
});
