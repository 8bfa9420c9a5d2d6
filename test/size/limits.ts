import type { Content } from "../helpers/bundles/contents.ts";

export interface Limit {
  readonly content: Content;
  /** What it may weigh: the last measured size and at most 1 %, so that growth is noticed. */
  readonly limit: number;
  /** What it is to weigh. */
  readonly target: number;
}

/** In bytes, gzipped. A test asks for a lower limit when the size has come down. */
export const LIMITS: readonly Limit[] = [
  { content: "client", limit: 16_650, target: 14_300 },
  { content: "withCognito", limit: 18_900, target: 13_500 },
];
