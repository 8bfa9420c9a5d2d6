import {
  BedrockRuntimeClient,
  InvokeModelCommand,
  type InvokeModelCommandOutput,
} from "@aws-sdk/client-bedrock-runtime";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import type { Credentials } from "bedrock-fetch/credentials";
import { createSimulator, type SimulatorOptions } from "bedrock-fetch/simulator";
import { expect } from "vitest";
import { serve } from "../../src/simulator/node/serve.ts";

export const identityPoolId = "us-east-1:11111111-2222-4333-8444-555555555555";
export const issuer = "cognito-idp.us-east-1.amazonaws.com/us-east-1_abc";
export const roleArn = "arn:aws:iam::123456789012:role/chat";

/** An unsigned JSON Web Token with these claims. */
export function jwt(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part(claims)}.${part("signature")}`;
}

interface Received {
  /** A Cognito operation, an STS action, or a path. */
  readonly operation: string;
  readonly headers: Headers;
  readonly body: string;
}

export interface Simulated {
  readonly url: string;
  /** What came, oldest first. */
  readonly received: Received[];
  readonly operations: string[];
  /** Replaces the simulator by a new one, which knows nothing of what the old one gave out. */
  restart(options: SimulatorOptions): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A simulator over HTTP on loopback that reports what it was asked. */
export async function simulated(
  options: SimulatorOptions,
  /** What every answer waits for. */
  delay?: (request: Request) => Promise<void>,
): Promise<Simulated> {
  const received: Received[] = [];
  let simulator = createSimulator(options);
  const server = await serve(async (request) => {
    const body = await request.clone().text();
    const target = request.headers.get("x-amz-target")?.split(".")[1];
    const operation =
      target ?? new URLSearchParams(body).get("Action") ?? new URL(request.url).pathname;
    if (request.method !== "OPTIONS") received.push({ operation, headers: request.headers, body });
    await delay?.(request);
    return simulator(request);
  });
  return {
    url: server.url,
    received,
    get operations() {
      return received.map(({ operation }) => operation);
    },
    restart(options) {
      simulator = createSimulator(options);
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** Bedrock's refusal of a guest of the enhanced flow: it knows the credentials, but not for this. */
export const deniedToGuest: unknown = expect.objectContaining({
  name: "AccessDeniedException",
  message: expect.stringContaining("no session policy allows"),
});

/** Invokes a model with the official SDK: whether Bedrock accepts the credentials. */
export function invoke(
  endpoint: string,
  credentials: Credentials,
): Promise<InvokeModelCommandOutput> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const client = new BedrockRuntimeClient({
    region: "us-east-1",
    endpoint,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    maxAttempts: 1,
    requestHandler: new FetchHttpHandler(),
  });
  return client.send(
    new InvokeModelCommand({
      modelId: "anthropic.claude-3-haiku-20240307-v1:0",
      contentType: "application/json",
      body: JSON.stringify({
        anthropic_version: "bedrock-2023-05-31",
        max_tokens: 8,
        messages: [{ role: "user", content: "Hello" }],
      }),
    }),
  );
}
