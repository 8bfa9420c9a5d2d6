import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/**
 * Where AWS keeps its regions apart: how their names begin, and the DNS suffixes of their
 * endpoints.
 */
const PARTITIONS: readonly (readonly [regions: string, suffix: string, dualstackSuffix: string])[] =
  [
    ["cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"],
    ["eusc-", "amazonaws.eu", "api.amazonwebservices.eu"],
    ["us-iso-", "c2s.ic.gov", "api.aws.ic.gov"],
    ["us-isob-", "sc2s.sgov.gov", "api.aws.scloud"],
    ["eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"],
    ["us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"],
    ["", "amazonaws.com", "api.aws"],
  ];

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
    throw invalid(`Invalid Configuration: ${variant} and custom endpoint are not supported`);
  }
  const name = checkRegion(region);
  const [, suffix, dualstackSuffix] = PARTITIONS.find(([regions]) => name.startsWith(regions))!;
  const service = useFipsEndpoint ? "bedrock-runtime-fips" : "bedrock-runtime";
  return `https://${service}.${name}.${useDualstackEndpoint ? dualstackSuffix : suffix}`;
}

/** @throws InvalidArgumentError for a name that could not be a part of a host's name. */
export function checkRegion(region: string | undefined): string {
  if (region === undefined || !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(region)) {
    const what = region === undefined ? "Missing Region" : `${JSON.stringify(region)} is no region`;
    throw new InvalidArgumentError(
      "region",
      `Invalid Configuration: ${what}; write one, as "us-east-1"`,
    );
  }
  return region;
}

function customEndpoint(endpoint: string | URL): string {
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch (cause) {
    throw invalid(`${JSON.stringify(endpoint)} is no URL; write https://`, { cause });
  }
  if (!/^https?:$/.test(url.protocol)) throw invalid(`${url.protocol} is not HTTP; write https://`);
  if (url.username || url.password || url.search || url.hash) {
    throw invalid("write no user, query or fragment");
  }
  return (url.origin + url.pathname).replace(/\/+$/, "");
}

/** Whether a URL's bytes leave this machine unencrypted. */
export function isExposed(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return (
    protocol !== "https:" && !/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  );
}

function invalid(message: string, options?: ErrorOptions): InvalidArgumentError {
  return new InvalidArgumentError("endpoint", message, options);
}
