// Generated from the service model by `npm run generate`, in test/service-model: not edited by hand.
import type { OneOf } from "../../protocol/types.ts";

/** TODO */
export interface CitationsContentBlock {
  /** TODO */
  readonly content?: readonly CitationGeneratedContent[] | undefined;
  /** TODO */
  readonly citations?: readonly Citation[] | undefined;
}

/** TODO */
export interface CitationGeneratedContent {
  /** TODO */
  readonly text: string;
}

/** TODO */
export interface Citation {
  /** TODO */
  readonly title?: string | undefined;
  /** TODO */
  readonly source?: string | undefined;
  /** TODO */
  readonly sourceContent?: readonly CitationSourceContent[] | undefined;
  /** TODO */
  readonly location?: CitationLocation | undefined;
}

/** TODO */
export interface CitationSourceContent {
  /** TODO */
  readonly text: string;
}

/** TODO */
export type CitationLocation = OneOf<CitationLocationMembers>;

/** The members of a {@link CitationLocation}, which has one of them. */
export interface CitationLocationMembers {
  /** TODO */
  readonly web: WebLocation;
  /** TODO */
  readonly documentChar: DocumentCharLocation;
  /** TODO */
  readonly documentPage: DocumentPageLocation;
  /** TODO */
  readonly documentChunk: DocumentChunkLocation;
  /** TODO */
  readonly searchResultLocation: SearchResultLocation;
}

/** TODO */
export interface WebLocation {
  /** TODO */
  readonly url?: string | undefined;
  /** TODO */
  readonly domain?: string | undefined;
}

/** TODO */
export interface DocumentCharLocation {
  /** TODO */
  readonly documentIndex?: number | undefined;
  /** TODO */
  readonly start?: number | undefined;
  /** TODO */
  readonly end?: number | undefined;
}

/** TODO */
export interface DocumentPageLocation {
  /** TODO */
  readonly documentIndex?: number | undefined;
  /** TODO */
  readonly start?: number | undefined;
  /** TODO */
  readonly end?: number | undefined;
}

/** TODO */
export interface DocumentChunkLocation {
  /** TODO */
  readonly documentIndex?: number | undefined;
  /** TODO */
  readonly start?: number | undefined;
  /** TODO */
  readonly end?: number | undefined;
}

/** TODO */
export interface SearchResultLocation {
  /** TODO */
  readonly searchResultIndex?: number | undefined;
  /** TODO */
  readonly start?: number | undefined;
  /** TODO */
  readonly end?: number | undefined;
}

/** TODO */
export interface SearchResultBlock {
  /** TODO */
  readonly source: string;
  /** TODO */
  readonly title: string;
  /** TODO */
  readonly content: readonly SearchResultContentBlock[];
  /** TODO */
  readonly citations?: CitationsConfig | undefined;
}

/** TODO */
export interface SearchResultContentBlock {
  /** TODO */
  readonly text: string;
}

/** TODO */
export interface CitationsConfig {
  /** TODO */
  readonly enabled: boolean;
}
