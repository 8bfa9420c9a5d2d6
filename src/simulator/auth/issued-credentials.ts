import { RecentMap } from "../recent-map.ts";

/** Temporary credentials as Cognito Identity and STS hand them out. */
interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  /** Whom they stand for: an identity id or an assumed role's ARN. */
  readonly identity: string;
  /** Whether they are a guest's of the enhanced flow, which may not use Bedrock. */
  readonly isGuest: boolean;
}

/** The credentials that this simulator's Cognito Identity and STS have issued, until they expire. */
export interface IssuedCredentials {
  /** Issues credentials for `identity` that live for `lifetimeMs` from now. */
  issue(
    identity: string,
    lifetimeMs: number,
    options?: { readonly isGuest: boolean },
  ): TemporaryCredentials;
  lookup(accessKeyId: string): TemporaryCredentials | undefined;
}

export function createIssuedCredentials(now: () => Date): IssuedCredentials {
  // Expired ones stay, so that they are refused as expired and not as unknown.
  const issued = new RecentMap<string, TemporaryCredentials>();
  return {
    issue(identity, lifetimeMs, { isGuest } = { isGuest: false }) {
      const credentials = {
        accessKeyId: `ASIA${randomText(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`,
        secretAccessKey: randomText(40, BASE64),
        // Real tokens are long and have the characters that a header or a URL may mangle.
        sessionToken: `IQoJb3JpZ2luX2Vj${randomText(340, BASE64)}==`,
        expiration: new Date(now().getTime() + lifetimeMs),
        identity,
        isGuest,
      };
      issued.set(credentials.accessKeyId, credentials);
      return credentials;
    },
    lookup: (accessKeyId) => issued.get(accessKeyId),
  };
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function randomText(length: number, alphabet: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join("");
}
