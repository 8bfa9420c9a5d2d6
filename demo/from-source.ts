/**
 * Lets Node run this repository's programs from `src`, without a build: `bedrock-fetch` and its
 * entry points are their sources. `node --import ./demo/from-source.ts demo/start.ts`
 */
import { registerHooks } from "node:module";

const entryPoint = /^bedrock-fetch(?:\/([\w/]+))?$/;

registerHooks({
  resolve(specifier, context, nextResolve) {
    const [match, name] = entryPoint.exec(specifier) ?? [];
    if (match === undefined) return nextResolve(specifier, context);
    const source = `../src/${name === undefined ? "" : `${name}/`}index.ts`;
    return nextResolve(new URL(source, import.meta.url).href, context);
  },
});
