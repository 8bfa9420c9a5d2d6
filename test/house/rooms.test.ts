import ts from "typescript";
import { describe, expect, it } from "vitest";
import { modulesIn, nodesOf, placeOf } from "./modules.ts";

const modules = modulesIn("test");

/** Such as `"client"` for `test/client/retries.test.ts`; a file of no room is its own. */
const roomOf = (path: string): string => path.split("/")[1] ?? "";

/** `it` of `it.each([…])("…", …)`. */
function calleeOf(node: ts.CallExpression): string | undefined {
  let callee: ts.Expression = node.expression;
  while (ts.isCallExpression(callee) || ts.isPropertyAccessExpression(callee)) {
    callee = callee.expression;
  }
  return ts.isIdentifier(callee) ? callee.text : undefined;
}

function isWithinDescribe(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isCallExpression(at) && calleeOf(at) === "describe") return true;
  }
  return false;
}

describe("the rooms of test", () => {
  it("share what is in test/helpers and nothing else", () => {
    const wrong = modules.flatMap(({ path, imports }) =>
      imports
        .filter((to) => to.startsWith("test/"))
        .filter((to) => roomOf(to) !== roomOf(path) && roomOf(to) !== "helpers")
        .map((to) => `${path} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it("call a test `it`, and have each within a `describe`", () => {
    const files = modules.filter(({ path }) => path.endsWith(".test.ts"));
    expect(files.length).toBeGreaterThan(50);
    const wrong = files.flatMap((module) =>
      [...nodesOf(module.source)]
        .filter((node) => ts.isCallExpression(node))
        .filter((node) => {
          const callee = calleeOf(node);
          return callee === "test" || (callee === "it" && !isWithinDescribe(node));
        })
        .map((node) => placeOf(module, node)),
    );
    expect(wrong).toEqual([]);
  });
});
