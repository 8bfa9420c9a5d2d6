/** Where AWS keeps its regions apart: a partition has DNS suffixes of its own. */
export interface Partition {
  readonly dnsSuffix: string;
  readonly dualstackDnsSuffix: string;
}

/** By how the names of a partition's regions begin; the last one has all others. */
const PARTITIONS: readonly (readonly [regions: string, dnsSuffix: string, dualstack: string])[] = [
  ["cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"],
  ["eusc-", "amazonaws.eu", "api.amazonwebservices.eu"],
  ["us-iso-", "c2s.ic.gov", "api.aws.ic.gov"],
  ["us-isob-", "sc2s.sgov.gov", "api.aws.scloud"],
  ["eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"],
  ["us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"],
  ["", "amazonaws.com", "api.aws"],
];

/** The partition that a region belongs to. */
export function partitionOf(region: string): Partition {
  const [, dnsSuffix, dualstackDnsSuffix] = PARTITIONS.find(([start]) => region.startsWith(start))!;
  return { dnsSuffix, dualstackDnsSuffix };
}

/** Whether a region's name can be a part of a host's name. */
export const isRegion = (region: unknown): region is string =>
  typeof region === "string" && /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(region);
