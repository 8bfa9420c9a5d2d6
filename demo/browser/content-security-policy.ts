import { regions } from "./regions.ts";

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
  "img-src": ["'self'"],
  "connect-src": [...awsHosts, "http://localhost:*", "http://127.0.0.1:*"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
  // What a model writes becomes HTML through DOMPurify or not at all.
  "require-trusted-types-for": ["'script'"],
  "trusted-types": ["dompurify"],
};

export const contentSecurityPolicy: string = Object.entries(directives)
  .map(([name, values]) => [name, ...values].join(" "))
  .join("; ");
