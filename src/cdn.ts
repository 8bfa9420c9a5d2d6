/**
 * What a page needs, in one file without imports: for `<script type="module">` from a CDN. It
 * becomes `dist/cdn/bedrock-fetch.js`.
 *
 * @module
 */
export * from "./credentials/index.ts";
export * from "./index.ts";
export * from "./text/index.ts";
