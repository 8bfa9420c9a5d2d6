// node .ci/release-ready.ts v1.2.3 https://github.com/owner/repository
//
// Says what stands in the way of releasing this tag from this repository, and fails if anything does.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = process.env.RELEASE_ROOT ?? join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");

const [tag = "", address = ""] = process.argv.slice(2);
const { version, repository } = JSON.parse(read("package.json"));
const jsr = JSON.parse(read("jsr.json"));
const [, changed, date] = /^## \[([^\]]+)\] - (.+)$/m.exec(read("CHANGELOG.md")) ?? [];

const plain = (url: unknown) =>
  String(url)
    .replace(/^git\+/, "")
    .replace(/\.git$/, "")
    .toLowerCase();

const reasons: string[] = [];
if (repository === undefined) {
  reasons.push(
    "package.json names no `repository`: npm refuses provenance without one (E422). " +
      `Set it to {"type": "git", "url": "git+${address}.git"} once this is where it lives.`,
  );
} else if (plain(repository.url ?? repository) !== plain(address)) {
  reasons.push(
    `package.json names the repository ${repository.url ?? repository}, and this is ${address}.`,
  );
}
if (tag !== `v${version}`) {
  reasons.push(`The tag is ${tag}, and package.json has version ${version}.`);
}
if (jsr.version !== version) {
  reasons.push(`jsr.json has version ${jsr.version}, and package.json ${version}.`);
}
if (changed !== version || !/^\d{4}-\d\d-\d\d$/.test(date ?? "")) {
  reasons.push(
    `CHANGELOG.md must begin with "## [${version}] - " and a date, not "## [${changed}] - ${date}".`,
  );
}

for (const reason of reasons) console.error(`release: ${reason}`);
process.exitCode = reasons.length > 0 ? 1 : 0;
