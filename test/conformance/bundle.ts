import { join } from "node:path";
import { build } from "esbuild";

/** An entry and all it imports as one module, as a bundler of the edge or of the web makes it. */
export const bundle = async (
  entry: string,
  options: { platform: "browser" | "workerd"; define?: Record<string, string>; before?: string },
): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, entry)],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "browser",
    conditions: options.platform === "workerd" ? ["workerd", "worker", "browser"] : ["browser"],
    external: ["cloudflare:*"],
    define: options.define ?? {},
    inject: options.before ? [join(import.meta.dirname, options.before)] : [],
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
};
