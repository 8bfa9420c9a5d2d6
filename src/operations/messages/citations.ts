// Generated from the service model by `npm run generate`: edit test/service-model instead.
import type { OneOf } from "../../protocol/types.ts";

/** Text of an answer with the sources that it rests on. */
export interface CitationsContentBlock {
  /** The text. */
  readonly content?: readonly CitationGeneratedContent[] | undefined;
  /** Its sources. */
  readonly citations?: readonly Citation[] | undefined;
}

/** A piece of the model's text. */
export interface CitationGeneratedContent {
  /** The text. */
  readonly text: string;
}

/** A source, and the place in it that supports the text. */
export interface Citation {
  /** The source's title. */
  readonly title?: string | undefined;
  /** Where a cited search result is from. */
  readonly source?: string | undefined;
  /** The cited passage. */
  readonly sourceContent?: readonly CitationSourceContent[] | undefined;
  /** Where in the source the passage is. */
  readonly location?: CitationLocation | undefined;
}

/** A piece of a cited passage. */
export interface CitationSourceContent {
  /** The text. */
  readonly text: string;
}

/** A place in a source, in the terms of the kind of source. */
export type CitationLocation = OneOf<CitationLocationMembers>;

/** The members of {@link CitationLocation}, of which a value has exactly one. */
export interface CitationLocationMembers {
  /** A page of the web. */
  readonly web: WebLocation;
  /** Characters of a text document. */
  readonly documentChar: DocumentCharLocation;
  /** Pages of a document such as a PDF. */
  readonly documentPage: DocumentPageLocation;
  /** Parts of a document that was given in parts. */
  readonly documentChunk: DocumentChunkLocation;
  /** Parts of a search result. */
  readonly searchResultLocation: SearchResultLocation;
}

/** A cited page of the web. */
export interface WebLocation {
  /** The page's URL. */
  readonly url?: string | undefined;
  /** The site's domain. */
  readonly domain?: string | undefined;
}

/** A range of characters in a document of the request. */
export interface DocumentCharLocation {
  /** Which document of the request, from 0. */
  readonly documentIndex?: number | undefined;
  /** The first character. */
  readonly start?: number | undefined;
  /** The end of the range. */
  readonly end?: number | undefined;
}

/** A range of pages in a document of the request. */
export interface DocumentPageLocation {
  /** Which document of the request, from 0. */
  readonly documentIndex?: number | undefined;
  /** The first page. */
  readonly start?: number | undefined;
  /** The end of the range. */
  readonly end?: number | undefined;
}

/** A range of parts of a document of the request. */
export interface DocumentChunkLocation {
  /** Which document of the request, from 0. */
  readonly documentIndex?: number | undefined;
  /** The first part. */
  readonly start?: number | undefined;
  /** The end of the range. */
  readonly end?: number | undefined;
}

/** A range of parts of a search result of the request. */
export interface SearchResultLocation {
  /** Which search result of the request, from 0. */
  readonly searchResultIndex?: number | undefined;
  /** The first part. */
  readonly start?: number | undefined;
  /** The end of the range. */
  readonly end?: number | undefined;
}

/** Something that your own search found, for the model to answer from and to cite. */
export interface SearchResultBlock {
  /** Where it is from: a URL, or a name of your own. */
  readonly source: string;
  /** Its title. */
  readonly title: string;
  /** Its text, in the parts that citations point at. */
  readonly content: readonly SearchResultContentBlock[];
  /** Whether the model cites it. */
  readonly citations?: CitationsConfig | undefined;
}

/** A part of a search result. */
export interface SearchResultContentBlock {
  /** The text. */
  readonly text: string;
}

/** Whether the model cites a source. */
export interface CitationsConfig {
  /** `true` asks for citations. */
  readonly enabled: boolean;
}
