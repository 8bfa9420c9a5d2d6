import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { join } from "node:path";
import { simulatorCredentials } from "bedrock-fetch/simulator";

const root = join(import.meta.dirname, "../..");

export interface Program {
  /** What it has written so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** When each piece of its standard output came, by `performance.now()`. */
  readonly written: readonly number[];
  /** Its exit code; what a shell makes of it where a signal ended it: 130 for SIGINT. */
  readonly exited: Promise<number>;
  readonly stdin: NonNullable<ChildProcess["stdin"]>;
  /** Resolves once its output, of both kinds, has what is looked for. */
  saw(text: string | RegExp): Promise<void>;
  /** Ctrl-C as a terminal sends it: to the program and all that it has started. */
  interrupt(): void;
  /** Ends it and all that it has started. */
  kill(): void;
}

/** Starts a program as its user would: from the project's folder, with these variables and no others. */
export function start(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Program {
  const child = spawn(command, args, {
    cwd: root,
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1", ...env },
  });
  const output = { stdout: "", stderr: "" };
  const written: number[] = [];
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
      if (name === "stdout") written.push(performance.now());
      child.emit("output");
    });
  }
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  const closed = once(child, "close").then(
    ([code, name]) => (code as number | null) ?? 128 + constants.signals[name as NodeJS.Signals],
  );
  return {
    get stdout() {
      return output.stdout;
    },
    get stderr() {
      return output.stderr;
    },
    written,
    exited: closed,
    stdin: child.stdin,
    async saw(text) {
      const looked = () =>
        typeof text === "string"
          ? (output.stdout + output.stderr).includes(text)
          : text.test(output.stdout + output.stderr);
      const gone = closed.then(() => "gone");
      while (!looked()) {
        if ((await Promise.race([once(child, "output"), gone])) === "gone" && !looked()) {
          throw new Error(`It ended without ${text}:\n${output.stdout}\n${output.stderr}`);
        }
      }
    },
    interrupt: () => signal("SIGINT"),
    kill: () => signal("SIGKILL"),
  };
}

/** The variables that `npm run simulator` prints, for a simulator at this address. */
export const environmentFor = (url: string): Record<string, string> => ({
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: simulatorCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: simulatorCredentials.secretAccessKey,
  AWS_SESSION_TOKEN: simulatorCredentials.sessionToken,
});
