import { describe, expect, it } from "vitest";
import { COMMON_EXCEPTIONS } from "../../src/errors/service-exceptions.ts";
import { exceptionFromResponse } from "../../src/protocol/service-exception.ts";

/** As much of an error's body as the client reads. */
const READ = 64 * 1024;

const exceptionOf = (body: string) =>
  exceptionFromResponse(
    {
      headers: new Headers({ "content-type": "text/html" }),
      status: 502,
      exceptions: COMMON_EXCEPTIONS,
      $metadata: { httpStatusCode: 502, attempts: 1, totalRetryDelay: 0 },
    },
    new TextEncoder().encode(body),
  );

/** Bodies that a pattern without a bound would scan again from each of their characters. */
describe("an error whose body is made to be slow to read is reported at once", () => {
  it("tags that never close", { timeout: 2000 }, () => {
    const { name, message } = exceptionOf("<".repeat(READ));
    expect(name).toBe("UnknownError");
    expect(message.length).toBeLessThan(300);
  });

  it("a name that never ends", { timeout: 2000 }, () => {
    const { name } = exceptionOf(JSON.stringify({ __type: `${"a".repeat(READ)}!` }));
    expect(name).toBe("UnknownError");
  });
});
