/**
 * Brings the browsers that the tests drive, and AWS's own tools that they point at the simulator,
 * where that can be done without asking. Run by `npm test`; quick when all are there.
 */
import { spawnSync } from "node:child_process";
import { findAwsCli, findPython } from "./helpers/aws-tools.ts";
import { type BrowserName, findBrowser } from "./helpers/browsers/find.ts";
import { findProgram, rootPrefix } from "./helpers/programs.ts";

const debianPackages: Record<BrowserName, string[]> = {
  chromium: ["chromium", "fonts-liberation"],
  firefox: ["firefox-esr"],
  webkit: ["webkit2gtk-driver", "xvfb"],
};

const missing = (): BrowserName[] =>
  (["chromium", "firefox", "webkit"] as const).filter((name) => !findBrowser(name));

const run = (command: string[], environment: Record<string, string> = {}): void => {
  const [program = "", ...args] = command;
  console.log(`setup: ${command.join(" ")}`);
  const { status, error, stderr } = spawnSync(program, args, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    env: { ...process.env, ...environment },
    timeout: 600_000,
  });
  if (status !== 0) {
    const last = (stderr ?? "").trim().split("\n").at(-1);
    console.log(`setup: that failed: ${error?.message ?? (last || `exit code ${status}`)}`);
  }
};

/** The Debian packages of AWS's tools that are not here. */
const missingTools = (): string[] => [
  ...(findPython() ? [] : ["python3-boto3"]),
  ...(findAwsCli() ? [] : ["awscli"]),
];

const installFromDebian = (packages: string[]): void => {
  const aptGet = findProgram("apt-get");
  const root = aptGet && rootPrefix();
  if (!root) return;
  const noQuestions = { DEBIAN_FRONTEND: "noninteractive" };
  run([...root, aptGet, "update"], noQuestions);
  run([...root, aptGet, "install", "-y", "--no-install-recommends", ...packages], noQuestions);
};

const packages = [...missing().flatMap((name) => debianPackages[name]), ...missingTools()];
if (packages.length > 0) installFromDebian(packages);
if (missing().length > 0) run(["npx", "playwright", "install", ...missing()]);

if (missing().length > 0) {
  console.log(
    `setup: not found and not installable here: ${missing().join(", ")}. ` +
      "The tests name what they leave out. To bring them: npx playwright install, " +
      "or on Debian: apt-get install chromium firefox-esr webkit2gtk-driver xvfb",
  );
}

if (missingTools().length > 0) {
  console.log(
    `setup: not found and not installable here: ${missingTools().join(", ")}. ` +
      "The tests name what they leave out.",
  );
}
