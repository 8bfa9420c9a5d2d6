import { RecentMap } from "../recent-map.ts";

/** A token with which an identity pool vouches for an identity. */
interface OpenIdToken {
  readonly identityPoolId: string;
  readonly identityId: string;
}

/** The OpenID tokens that this simulator's Cognito Identity has given and its STS accepts. */
export interface OpenIdTokens {
  give(token: OpenIdToken): string;
  lookup(token: string): OpenIdToken | undefined;
}

/** As long as Cognito's own: ten minutes. */
const LIFETIME_SECONDS = 600;

export function createOpenIdTokens(now: () => Date): OpenIdTokens {
  const given = new RecentMap<string, OpenIdToken>();
  return {
    give({ identityPoolId, identityId }) {
      const seconds = Math.floor(now().getTime() / 1000);
      const token = [
        { alg: "RS512", typ: "JWS", kid: "simulator" },
        {
          sub: identityId,
          aud: identityPoolId,
          iss: "https://cognito-identity.amazonaws.com",
          iat: seconds,
          exp: seconds + LIFETIME_SECONDS,
          jti: crypto.randomUUID(),
        },
      ].map((part) => base64url(JSON.stringify(part)));
      // No key signs it: the simulator knows its own tokens by having given them.
      token.push(base64url(crypto.randomUUID()));
      const text = token.join(".");
      given.set(text, { identityPoolId, identityId });
      return text;
    },
    lookup: (token) => given.get(token),
  };
}

const base64url = (ascii: string): string =>
  btoa(ascii).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
