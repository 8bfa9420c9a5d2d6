import { BedrockFetchError } from "./bedrock-fetch-error.ts";

/**
 * A simulator's scripted answers and what was asked of it do not match: answers were left that nobody
 * asked for, requests came that nothing was scripted for, or a `respond` function failed.
 */
export class ScriptError extends BedrockFetchError {
  override readonly name: string = "ScriptError";
  override readonly code = "SCRIPT" as const;
}
