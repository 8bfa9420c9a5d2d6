export { BedrockFetchError } from "./errors/bedrock-fetch-error.ts";
