/** A group of regions that AWS keeps apart, with DNS suffixes of its own. */
export interface Partition {
  readonly dnsSuffix: string;
  readonly dualstackDnsSuffix: string;
}

/** By the beginning of the regions' names; the last one has all others. */
const PARTITIONS: readonly (readonly [regions: string, dnsSuffix: string, dualstack: string])[] = [
  ["cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"],
  ["eusc-", "amazonaws.eu", "api.amazonwebservices.eu"],
  ["us-iso-", "c2s.ic.gov", "api.aws.ic.gov"],
  ["us-isob-", "sc2s.sgov.gov", "api.aws.scloud"],
  ["eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"],
  ["us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"],
  ["", "amazonaws.com", "api.aws"],
];

/** By a partition's name in ARNs: the region that AWS's SDKs ask by default. */
const GLOBAL_REGIONS: Readonly<Record<string, string>> = {
  aws: "us-east-1",
  "aws-cn": "cn-northwest-1",
  "aws-eusc": "eusc-de-east-1",
  "aws-iso": "us-iso-east-1",
  "aws-iso-b": "us-isob-east-1",
  "aws-iso-e": "eu-isoe-west-1",
  "aws-iso-f": "us-isof-south-1",
  "aws-us-gov": "us-gov-west-1",
};

/** The partition of a region. */
export function partitionOf(region: string): Partition {
  const [, dnsSuffix, dualstackDnsSuffix] = PARTITIONS.find(([start]) => region.startsWith(start))!;
  return { dnsSuffix, dualstackDnsSuffix };
}

/** A region in the partition of an ARN; undefined if the partition is unknown. */
export function globalRegionOf(arn: string): string | undefined {
  const partition = arn.split(":")[1] ?? "";
  return Object.hasOwn(GLOBAL_REGIONS, partition) ? GLOBAL_REGIONS[partition] : undefined;
}

/** Whether a region's name can be part of a host name. */
export const isRegion = (region: unknown): region is string =>
  typeof region === "string" && /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(region);
