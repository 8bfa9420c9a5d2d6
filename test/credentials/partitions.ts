/** Every partition: one of its regions, its DNS suffix, and its name in ARNs. */
export const HOSTS: readonly (readonly [region: string, dnsSuffix: string, partition: string])[] = [
  ["us-east-1", "amazonaws.com", "aws"],
  ["us-gov-west-1", "amazonaws.com", "aws-us-gov"],
  ["cn-northwest-1", "amazonaws.com.cn", "aws-cn"],
  ["eusc-de-east-1", "amazonaws.eu", "aws-eusc"],
  ["us-iso-east-1", "c2s.ic.gov", "aws-iso"],
  ["us-isob-east-1", "sc2s.sgov.gov", "aws-iso-b"],
  ["eu-isoe-west-1", "cloud.adc-e.uk", "aws-iso-e"],
  ["us-isof-south-1", "csp.hci.ic.gov", "aws-iso-f"],
];
