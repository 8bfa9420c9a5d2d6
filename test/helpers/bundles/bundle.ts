import { build } from "esbuild";

/** A file and all it imports as one module, as a bundler for the edge or the web makes it. Paths are absolute. */
export const bundle = async (
  entry: string,
  options: { platform: "browser" | "workerd"; define?: Record<string, string>; before?: string },
): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "browser",
    conditions: options.platform === "workerd" ? ["workerd", "worker", "browser"] : ["browser"],
    external: ["cloudflare:*"],
    define: options.define ?? {},
    inject: options.before ? [options.before] : [],
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
};
