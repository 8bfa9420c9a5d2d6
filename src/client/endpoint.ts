import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { isRegion, partitionOf } from "../partition.ts";

/** What decides the endpoint. */
export interface EndpointOptions {
  readonly region?: string | undefined;
  readonly endpoint?: string | URL | undefined;
  readonly useFipsEndpoint?: boolean | undefined;
  readonly useDualstackEndpoint?: boolean | undefined;
}

/**
 * The URL that paths are appended to, without a slash at its end.
 *
 * @throws InvalidArgumentError
 */
export function resolveEndpoint(options: EndpointOptions): string {
  const { region, endpoint, useFipsEndpoint, useDualstackEndpoint } = options;
  if (endpoint !== undefined) {
    const variant = useFipsEndpoint ? "FIPS" : useDualstackEndpoint ? "Dualstack" : undefined;
    if (variant === undefined) return customEndpoint(endpoint);
    throw new InvalidArgumentError(
      "endpoint",
      `Invalid Configuration: ${variant} and custom endpoint are not supported`,
    );
  }
  const name = checkRegion(region);
  const { dnsSuffix, dualstackDnsSuffix } = partitionOf(name);
  const service = useFipsEndpoint ? "bedrock-runtime-fips" : "bedrock-runtime";
  return `https://${service}.${name}.${useDualstackEndpoint ? dualstackDnsSuffix : dnsSuffix}`;
}

/**
 * @param endpoint - One of the caller's own, whose regions may have any name that a signature can hold.
 * @throws InvalidArgumentError for what is not the name of a region
 */
export function checkRegion(region: string | undefined, endpoint?: unknown): string {
  const isRight = endpoint === undefined ? isRegion(region) : /^[\w-]+$/.test(region ?? "");
  if (region === undefined || !isRight) {
    const what =
      region === undefined ? "Missing Region" : `${JSON.stringify(region)} is not a region`;
    throw new InvalidArgumentError(
      "region",
      `Invalid Configuration: ${what}; must be a name such as "us-east-1"`,
    );
  }
  return region;
}

/** @throws InvalidArgumentError that names the option */
export function customEndpoint(endpoint: string | URL, option = "endpoint"): string {
  const invalid = (message: string) => new InvalidArgumentError(option, message);
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    // The platform's error quotes the text, which may hold a password.
    throw invalid("must be a URL that starts with https://, or with http:// for this machine");
  }
  if (!/^https?:$/.test(url.protocol))
    throw invalid(
      `must start with https://, or with http:// for this machine, not ${url.protocol}`,
    );
  if (url.username || url.password || url.search || url.hash) {
    throw invalid("must not have a user, a query or a fragment");
  }
  return (url.origin + url.pathname).replace(/\/+$/, "");
}
