import { describe, expect, it } from "vitest";
import { serviceError } from "../../src/credentials/exchange/service-error.ts";

const nameOf = (...names: unknown[]) => serviceError("STS", 400, names, "no", []).serviceErrorName;

describe("the name of a service's error", () => {
  it.each<[string, unknown[]]>([
    ["as it is", ["NotAuthorizedException"]],
    ["after a namespace", ["com.amazonaws.cognito.identity.model#NotAuthorizedException"]],
    ["before a comma and more", ["NotAuthorizedException,http://internal.amazon.com/coral/"]],
    ["before a URL", ["NotAuthorizedException:http://internal.amazon.com/coral/com.amazonaws.x/"]],
    [
      "after a namespace and before a URL",
      ["com.amazonaws.x#NotAuthorizedException:http://internal.amazon.com/coral/"],
    ],
    ["among white space", ["\n  NotAuthorizedException\n"]],
    ["the first that has one", [null, undefined, "", 7, {}, "NotAuthorizedException", "Other"]],
  ])("is found %s", (_, names) => {
    expect(nameOf(...names)).toBe("NotAuthorizedException");
  });

  it.each<unknown>(["", null, undefined, 400, "400", {}, "no name here", "<html>", "#", ":", "a#"])(
    "is not %j",
    (name) => {
      expect(nameOf(name)).toBeUndefined();
    },
  );

  it("that is made to be slow to read costs no time", { timeout: 2000 }, () => {
    for (const name of ["!", "#!", ":", "a#"].map((end) => `${"a".repeat(64 * 1024)}${end}`)) {
      const { serviceErrorName, message } = serviceError("STS", 400, [name], "no", []);
      expect(serviceErrorName).toBeUndefined();
      expect(message).toBe("STS: HTTP status 400: no");
    }
  });

  it("never shows a secret", () => {
    const error = serviceError("STS", 400, ["secret"], "a secret", ["secret"]);
    expect(error.message).toBe("STS: HTTP status 400: a [secret]");
  });
});
