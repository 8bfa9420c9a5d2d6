// npm run lock
//
// Regenerates package-lock.json where node_modules does not exist: beside one, npm leaves out the optional
// packages of all platforms but this one, and `npm ci` then refuses the file everywhere.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../helpers/built.ts";

const folder = mkdtempSync(join(tmpdir(), "lock-"));
try {
  copyFileSync(join(root, "package.json"), join(folder, "package.json"));
  const options = ["--package-lock-only", "--omit-lockfile-registry-resolved", "--no-audit"];
  execFileSync("npm", ["install", ...options], { cwd: folder, stdio: "inherit" });
  copyFileSync(join(folder, "package-lock.json"), join(root, "package-lock.json"));
} finally {
  rmSync(folder, { recursive: true });
}
