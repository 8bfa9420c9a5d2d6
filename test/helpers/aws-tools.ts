import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram } from "./programs.ts";
import { haveShared, sharedPath } from "./shared.ts";

const works = (program: string | undefined, ...args: string[]): program is string => {
  try {
    if (program) execFileSync(program, args, { stdio: "ignore" });
    return program !== undefined;
  } catch {
    return false;
  }
};

/** A Python that has boto3; Debian's own package is for the system's Python. */
export const findPython = (): string | undefined =>
  [findProgram("python3"), "/usr/bin/python3"].find((python) =>
    works(python, "-c", "import boto3"),
  );

/** The AWS CLI, of version 1 or 2. */
export const findAwsCli = (): string | undefined =>
  [findProgram("aws"), "/usr/bin/aws"].find((aws) => works(aws, "--version"));

/**
 * Variables by which botocore finds the service model of Bedrock Runtime: Debian's version is older
 * than the service.
 */
export function serviceModelVariables(): Record<string, string> {
  if (!haveShared) return {};
  const folder = mkdtempSync(join(tmpdir(), "aws-models-"));
  const versions = join(folder, "bedrock-runtime/2023-09-30");
  mkdirSync(versions, { recursive: true });
  copyFileSync(
    sharedPath("reference/bedrock-runtime-service.json"),
    join(versions, "service-2.json"),
  );
  return { AWS_DATA_PATH: folder };
}
