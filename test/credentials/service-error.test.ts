import { expect, it } from "vitest";
import { serviceError } from "../../src/credentials/exchange/service-error.ts";

it("a name made to be slow to read is told at once", { timeout: 2000 }, () => {
  const name = `${"a".repeat(64 * 1024)}!`;
  const { serviceErrorName, message } = serviceError("STS", 400, name, "no", []);
  expect(serviceErrorName).toBeUndefined();
  expect(message).toBe("STS: HTTP status 400: no");
});
