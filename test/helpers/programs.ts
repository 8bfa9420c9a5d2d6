import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The first program of these names in PATH. */
export const findProgram = (...names: string[]): string | undefined =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(executable);

/** Whether a command can be run as root here, directly or by a sudo that asks nothing. */
export const rootPrefix = (): string[] | undefined => {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram("sudo");
  if (!sudo) return undefined;
  try {
    execFileSync(sudo, ["-n", "true"], { stdio: "ignore" });
    return [sudo, "-n"];
  } catch {
    return undefined;
  }
};
