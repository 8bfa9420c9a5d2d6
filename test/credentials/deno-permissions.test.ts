import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const source = (path: string) => JSON.stringify(join(root, "src", path));

/** What a provider fails with in Deno, which may do nothing but what is allowed here. */
function failureInDeno(provider: string, ...permissions: string[]): Record<string, unknown> {
  const script = `
    import { fromCognitoIdentityPool } from ${source("credentials/from-cognito-identity-pool.ts")};
    import { fromContainer } from ${source("credentials/from-container.ts")};
    import { fromWebIdentity } from ${source("credentials/from-web-identity.ts")};
    try {
      const provider = ${provider};
      await provider();
      console.log("{}");
    } catch ({ name, code, message, retryable }) {
      console.log(JSON.stringify({ name, code, message, retryable }));
    }`;
  const { stdout, stderr } = spawnSync(
    join(root, "node_modules/.bin/deno"),
    ["run", "--no-prompt", "--no-remote", "--ext=ts", ...permissions, "-"],
    {
      input: script,
      encoding: "utf8",
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NO_COLOR: "1",
        AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
      },
    },
  );
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`Deno printed ${stdout}${stderr}`);
  }
}

const webIdentity = (token: string) =>
  `fromWebIdentity({ roleArn: "arn:aws:iam::123456789012:role/chat", webIdentityToken: ${token} })`;

describe("in Deno, a permission that is missing is named", () => {
  it.each<[string, string, string[], string]>([
    [
      "a pool's",
      'fromCognitoIdentityPool({ identityPoolId: "us-east-1:11111111-2222-3333-4444-555555555555" })',
      [],
      "cognito-identity.us-east-1.amazonaws.com",
    ],
    ["STS's", webIdentity('"a.b.c"'), [], "sts.us-east-1.amazonaws.com"],
    ["a container's", "fromContainer()", ["--allow-env"], "169.254.170.23"],
  ])("for %s host", (_, provider, permissions, host) => {
    const { code, message, retryable } = failureInDeno(provider, ...permissions);
    expect(code).toBe("NETWORK");
    expect(message).toContain(host);
    expect(message).toContain("--allow-net");
    // It would be denied again.
    expect(retryable).toBe(false);
  });

  it("for a token's file", () => {
    const failure = failureInDeno(webIdentity('() => Deno.readTextFile("/var/run/token")'));
    expect(failure).toMatchObject({ code: "TOKEN_UNAVAILABLE", retryable: false });
    expect(failure.message).toMatch(/webIdentityToken.*--allow-read/);
  });

  it("for a container's variables", () => {
    const failure = failureInDeno("fromContainer()");
    expect(failure.code).toBe("ENVIRONMENT_UNREADABLE");
    expect(failure.message).toMatch(/AWS_CONTAINER_CREDENTIALS_RELATIVE_URI.*--allow-env/);
  });
});
