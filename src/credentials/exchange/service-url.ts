import { InvalidArgumentError } from "../../errors/invalid-argument-error.ts";
import { isLoopback } from "../../loopback.ts";
import { isRegion, partitionOf } from "../../partition.ts";

/**
 * The URL of a service: its host in the region, or `endpoint`, which must be a URL that tokens and
 * keys may travel to.
 *
 * @throws InvalidArgumentError
 */
export function serviceUrl(
  service: string,
  region: string | undefined,
  endpoint: string | URL | undefined,
): string {
  if (endpoint !== undefined) return confidentialUrl("endpoint", endpoint);
  checkRegion(region);
  return `https://${service}.${region}.${partitionOf(region).dnsSuffix}/`;
}

/** @throws InvalidArgumentError for a name that cannot be part of a host name */
export function checkRegion(region: unknown): asserts region is string {
  if (isRegion(region)) return;
  throw new InvalidArgumentError(
    "region",
    `must be the name of a region, such as "us-east-1", and is ${JSON.stringify(region)}`,
  );
}

/**
 * An https URL, or a plain http one to this machine or to one of `plainHosts`: others on the way
 * must not read what it carries.
 *
 * @throws InvalidArgumentError without the URL, which may hold a password
 */
export function confidentialUrl(
  option: string,
  text: string | URL,
  plainHosts: readonly string[] = [],
): string {
  const url = parsed(text);
  const isConfidential =
    url?.protocol === "https:" ||
    (url?.protocol === "http:" && (isLoopback(url.hostname) || plainHosts.includes(url.hostname)));
  if (isConfidential && !url.username && !url.password) return url.href;
  throw new InvalidArgumentError(
    option,
    "must be an https:// URL without a user name or password; plain http is for this machine only",
  );
}

function parsed(text: string | URL): URL | undefined {
  try {
    return new URL(text);
  } catch {
    // The platform's error quotes the text.
    return undefined;
  }
}
