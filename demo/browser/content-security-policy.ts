import { regions } from "./settings/regions.ts";

/**
 * A wildcard can only stand for the first label of a host, and `*.amazonaws.com` would let a
 * script send what it reads to anyone's bucket. So every host is named.
 */
const awsHosts = regions.flatMap((region) =>
  ["bedrock-runtime", "cognito-identity", "sts"].map(
    (service) => `https://${service}.${region}.amazonaws.com`,
  ),
);

const directives: Readonly<Record<string, readonly string[]>> = {
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
  // A picture that a visitor chose is shown from memory.
  "img-src": ["'self'", "blob:"],
  "connect-src": [...awsHosts, "http://localhost:*", "http://127.0.0.1:*"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
  // No text becomes HTML here, least of all what a model writes.
  "require-trusted-types-for": ["'script'"],
  "trusted-types": ["'none'"],
};

export const contentSecurityPolicy: string = Object.entries(directives)
  .map(([name, values]) => [name, ...values].join(" "))
  .join("; ");
