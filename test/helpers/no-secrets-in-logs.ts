import { simulatorCredentials } from "bedrock-fetch/simulator";
import { loopbackCredentials } from "./loopback.ts";
import { shownBy } from "./secrets.ts";

const secrets = [simulatorCredentials, loopbackCredentials].flatMap(
  ({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken ?? secretAccessKey],
);

/** Nothing that a test, the library or one of its peers logs may show a secret. */
for (const method of ["debug", "error", "info", "log", "warn"] as const) {
  const log = console[method];
  console[method] = (...values: unknown[]) => {
    const shown = values.map(shownBy).join("\n");
    if (secrets.some((secret) => shown.includes(secret))) {
      throw new Error(`console.${method} was given a secret`);
    }
    log(...values);
  };
}
