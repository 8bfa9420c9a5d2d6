import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const folder = resolve(
  process.env.BEDROCK_FETCH_SHARED ?? resolve(import.meta.dirname, "../../../shared"),
);

/** Whether the reference data (AWS's models, vectors, recordings) is at hand. Says so when it is not. */
export const haveShared: boolean = existsSync(resolve(folder, "recordings"));

if (!haveShared) {
  console.warn(
    `Tests against reference data are skipped: no folder ${folder}. Name it in BEDROCK_FETCH_SHARED.`,
  );
}

export const sharedPath = (path: string): string => resolve(folder, path);

export const sharedJson = <T>(path: string): T =>
  JSON.parse(readFileSync(sharedPath(path), "utf8"));
