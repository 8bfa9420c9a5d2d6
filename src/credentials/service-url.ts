import { CredentialsProviderError } from "../errors/credentials-provider-error.ts";
import { isLoopback } from "../loopback.ts";
import { isRegion, partitionOf } from "../partition.ts";

/**
 * Where a service is: at its host for the region, or at `endpoint`, which must be a URL that tokens
 * and keys may travel to.
 *
 * @throws {CredentialsProviderError} `INVALID_OPTION`
 */
export function serviceUrl(service: string, region: string, endpoint: string | undefined): string {
  if (endpoint !== undefined) return confidentialUrl("endpoint", endpoint);
  if (isRegion(region)) return `https://${service}.${region}.${partitionOf(region).dnsSuffix}/`;
  throw invalid(`${JSON.stringify(region)} is no region; write one such as "us-east-1"`);
}

/**
 * An https URL, or a plain http one to this machine or to one of `plainHosts`: others on the way
 * must not read what it carries.
 *
 * @throws {CredentialsProviderError} `INVALID_OPTION`, without the URL, which may hold a password
 */
export function confidentialUrl(
  option: string,
  text: string,
  plainHosts: readonly string[] = [],
): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isConfidential =
    url?.protocol === "https:" ||
    (url?.protocol === "http:" && (isLoopback(url.hostname) || plainHosts.includes(url.hostname)));
  if (isConfidential && !url.username && !url.password) return url.href;
  throw invalid(`${option} must be an https:// URL without a user name or password`);
}

const invalid = (message: string) => new CredentialsProviderError("INVALID_OPTION", message);
