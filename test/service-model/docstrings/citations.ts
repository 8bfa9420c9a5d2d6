import type { Docstrings } from "./docstring.ts";

const documentIndex = "Which document of the request, from 0.";

export const citations: Docstrings = {
  CitationsContentBlock: [
    "Text of an answer with the sources that it rests on.",
    { content: "The text.", citations: "Its sources." },
  ],
  CitationGeneratedContent: ["A piece of the model's text.", { text: "The text." }],
  Citation: [
    "A source, and the place in it that supports the text.",
    {
      title: "The source's title.",
      source: "Where a cited search result is from.",
      sourceContent: "The cited passage.",
      location: "Where in the source the passage is.",
    },
  ],
  CitationSourceContent: ["A piece of a cited passage.", { text: "The text." }],
  CitationLocation: [
    "A place in a source, in the terms of the kind of source.",
    {
      web: "A page of the web.",
      documentChar: "Characters of a text document.",
      documentPage: "Pages of a document such as a PDF.",
      documentChunk: "Parts of a document that was given in parts.",
      searchResultLocation: "Parts of a search result.",
    },
  ],
  WebLocation: [
    "A cited page of the web.",
    { url: "The page's URL.", domain: "The site's domain." },
  ],
  DocumentCharLocation: [
    "A range of characters in a document of the request.",
    { documentIndex, start: "The first character.", end: "The end of the range." },
  ],
  DocumentPageLocation: [
    "A range of pages in a document of the request.",
    { documentIndex, start: "The first page.", end: "The end of the range." },
  ],
  DocumentChunkLocation: [
    "A range of parts of a document of the request.",
    { documentIndex, start: "The first part.", end: "The end of the range." },
  ],
  SearchResultLocation: [
    "A range of parts of a search result of the request.",
    {
      searchResultIndex: "Which search result of the request, from 0.",
      start: "The first part.",
      end: "The end of the range.",
    },
  ],
  SearchResultBlock: [
    "Something that your own search found, for the model to answer from and to cite.",
    {
      source: "Where it is from: a URL, or a name of your own.",
      title: "Its title.",
      content: "Its text, in the parts that citations point at.",
      citations: "Whether the model cites it.",
    },
  ],
  SearchResultContentBlock: ["A part of a search result.", { text: "The text." }],
  CitationsConfig: ["Whether the model cites a source.", { enabled: "`true` asks for citations." }],
};
