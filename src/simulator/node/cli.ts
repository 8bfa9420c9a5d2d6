#!/usr/bin/env node
import { parseArgs } from "node:util";
import { jwtClaims } from "../auth/jwt-claims.ts";
import { createSimulator, type SimulatorOptions, simulatorCredentials } from "../index.ts";
import { serve } from "./serve.ts";

const help = `Serves the simulator of Amazon Bedrock Runtime, Cognito Identity and STS on this machine.
It prints the log of invocations, one line of JSON for each that has ended.

  --port 8787              0 takes any free port
  --host 127.0.0.1
  --region us-east-1       the region that requests must be signed for
  --api-key KEY            a Bedrock API key to accept *
  --model ID               a model that can be invoked; default: all that the simulator knows *
  --alias ID=MODEL         an id or ARN of your own, and what it stands for *
  --pool ID                an identity pool of Cognito, with guests *
  --role ARN               a role that STS gives to tokens of the pools and the issuers *
  --issuer URL             whose JSON Web Tokens the pools and the roles accept, by their "iss" *
  --first-token-ms 300     how long a model thinks
  --tokens-per-second 40   how fast it writes then; 0 for no limit
  --fault "stall; after=3" what goes wrong, in the words of the header x-simulator-fault *
  --expose-headers         lets pages read the response headers
  --no-log                 prints no log
  --help

* may be given several times
`;

async function run(): Promise<void> {
  const { values: options } = parseArgs({
    allowNegative: true,
    options: {
      port: { type: "string", default: "8787" },
      host: { type: "string", default: "127.0.0.1" },
      region: { type: "string", default: "us-east-1" },
      "api-key": { type: "string", multiple: true, default: ["simulator-api-key"] },
      model: { type: "string", multiple: true },
      alias: { type: "string", multiple: true, default: [] },
      pool: { type: "string", multiple: true, default: [] },
      role: { type: "string", multiple: true, default: [] },
      issuer: { type: "string", multiple: true, default: [] },
      "first-token-ms": { type: "string", default: "300" },
      "tokens-per-second": { type: "string", default: "40" },
      fault: { type: "string", multiple: true, default: [] },
      "expose-headers": { type: "boolean", default: false },
      log: { type: "boolean", default: true },
      help: { type: "boolean", default: false },
    },
  });
  if (options.help) {
    console.log(help);
    return;
  }

  const tokensPerSecond = wholeNumber("tokens-per-second", options["tokens-per-second"]);
  const simulator = createSimulator({
    region: options.region,
    apiKeys: options["api-key"],
    models: { allowed: options.model, aliases: aliasesOf(options.alias) },
    cognito: { pools: poolsOf(options.pool, options.issuer) },
    sts: { roles: rolesOf(options.role, options.pool, options.issuer) },
    faults: options.fault,
    exposeHeaders: options["expose-headers"],
    pace: {
      firstTokenMs: wholeNumber("first-token-ms", options["first-token-ms"]),
      ...(tokensPerSecond > 0 && { tokensPerSecond }),
    },
    ...(options.log && { onInvocationEnd: (entry) => console.log(JSON.stringify(entry)) }),
  });

  const port = wholeNumber("port", options.port);
  const { url } = await serve(simulator, { port, host: options.host });
  const { accessKeyId, secretAccessKey, sessionToken } = simulatorCredentials;
  console.log(`Amazon Bedrock Runtime is simulated at ${url}

  AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${url}
  AWS_REGION=${options.region}
  AWS_DEFAULT_REGION=${options.region}
  AWS_ACCESS_KEY_ID=${accessKeyId}
  AWS_SECRET_ACCESS_KEY=${secretAccessKey}
  AWS_SESSION_TOKEN=${sessionToken}

Or with an API key:

  curl ${url}/model/amazon.nova-micro-v1%3A0/invoke \\
    -H 'Authorization: Bearer ${options["api-key"][0]}' -H 'Content-Type: application/json' \\
    -d '{"messages":[{"role":"user","content":[{"text":"Tell me about event streams"}]}]}'
`);
}

function aliasesOf(aliases: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    aliases.map((alias) => {
      const [id = "", model = ""] = alias.split("=");
      if (id === "" || model === "") throw new Error(`--alias must be ID=MODEL, not '${alias}'.`);
      return [id, model];
    }),
  );
}

type Pools = NonNullable<SimulatorOptions["cognito"]>["pools"];
type Roles = NonNullable<SimulatorOptions["sts"]>["roles"];

/** Cognito names a provider by its issuer, without the scheme. */
const poolsOf = (ids: readonly string[], issuers: readonly string[]): Pools =>
  ids.map((identityPoolId) => ({
    identityPoolId,
    allowGuests: true,
    logins: Object.fromEntries(
      issuers.map((issuer) => [withoutScheme(issuer), (token) => isIssuedBy(issuer, token)]),
    ),
  }));

const rolesOf = (
  arns: readonly string[],
  identityPoolIds: readonly string[],
  issuers: readonly string[],
): Roles =>
  arns.map((roleArn) => ({
    roleArn,
    identityPoolIds,
    webIdentityTokens: (token) => issuers.some((issuer) => isIssuedBy(issuer, token)),
  }));

const isIssuedBy = (issuer: string, token: string): boolean => {
  const iss = jwtClaims(token)?.iss;
  return typeof iss === "string" && withoutScheme(iss) === withoutScheme(issuer);
};

const withoutScheme = (issuer: string): string =>
  issuer.replace(/^https:\/\//, "").replace(/\/$/, "");

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (text !== "" && Number.isInteger(value) && value >= 0) return value;
  throw new Error(`--${option} must be a whole number, not '${text}'.`);
}

try {
  await run();
} catch (error) {
  // What can go wrong are the options and the port: a stack explains neither.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
