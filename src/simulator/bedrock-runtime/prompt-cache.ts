import { RecentMap } from "../recent-map.ts";
import type { CacheTtl, PromptPrefix } from "./reply/prompt-prefix.ts";
import type { CacheUse } from "./reply/reply.ts";

/** What the models keep of the prompts that they have read. */
export interface PromptCache {
  /** Reads the longest prefix that is still kept, and writes those after it that are to be. */
  use(modelId: string, prefixes: readonly PromptPrefix[], now: Date): CacheUse;
  clear(): void;
}

interface Entry {
  readonly tokens: number;
  readonly ttl: CacheTtl;
  readonly expires: number;
}

const TTL_MS: Readonly<Record<CacheTtl, number>> = { "5m": 300_000, "1h": 3_600_000 };

/** How many parts before one that is to be cached are looked up. */
const LOOK_BACK = 20;

export function createPromptCache(): PromptCache {
  const entries = new RecentMap<string, Entry>();
  return {
    use(modelId, prefixes, now) {
      const minimum = minimumOf(modelId);
      const time = now.getTime();
      const keyOf = ({ key }: PromptPrefix) => `${modelId} ${key}`;
      const entryOf = (prefix: PromptPrefix) => {
        const entry = entries.get(keyOf(prefix));
        return entry && entry.expires > time ? entry : undefined;
      };
      const keep = (prefix: PromptPrefix, ttl: CacheTtl, tokens: number) =>
        entries.set(keyOf(prefix), { tokens, ttl, expires: time + TTL_MS[ttl] });

      const marked = prefixes.map(({ ttl }, index) => (ttl === undefined ? -1 : index));
      const isLookedUp = (index: number) =>
        marked.some((mark) => mark >= index && mark - index < LOOK_BACK);
      const hit = prefixes.findLastIndex(
        (prefix, index) => isLookedUp(index) && entryOf(prefix) !== undefined,
      );
      const entry = hit < 0 ? undefined : entryOf(prefixes[hit]!);
      if (entry) keep(prefixes[hit]!, entry.ttl, entry.tokens);

      const write = { "5m": 0, "1h": 0 };
      let cached = entry?.tokens ?? 0;
      for (const prefix of prefixes.slice(hit + 1)) {
        const { ttl, tokens } = prefix;
        if (ttl === undefined || tokens < minimum || tokens <= cached) continue;
        write[ttl] += tokens - cached;
        cached = tokens;
        keep(prefix, ttl, tokens);
      }
      return { read: entry?.tokens ?? 0, write };
    },
    clear: () => entries.clear(),
  };
}

/**
 * The fewest tokens that a model caches. Nova caches even a sentence in recorded traffic.
 *
 * Source: "Prompt caching for faster model inference" in the Amazon Bedrock User Guide.
 */
function minimumOf(modelId: string): number {
  if (modelId.startsWith("amazon.nova-")) return 1;
  if (!/claude-(?:3-5-haiku|3-5-sonnet-2024102|3-7|[a-z]+-\d)/.test(modelId)) {
    return Number.POSITIVE_INFINITY;
  }
  if (/claude-(?:haiku-4|opus-4-[5-9])/.test(modelId)) return 4096;
  return modelId.includes("3-5-haiku") ? 2048 : 1024;
}
