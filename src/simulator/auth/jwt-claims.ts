import { isObject, type Json, type JsonObject } from "../json.ts";

/** The claims of a JSON Web Token, unverified; undefined for text that is not one. */
export function jwtClaims(token: string): JsonObject | undefined {
  const [, payload, ...rest] = token.split(".");
  if (payload === undefined || rest.length !== 1) return undefined;
  try {
    const text = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const claims: Json = JSON.parse(
      new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0))),
    );
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}
