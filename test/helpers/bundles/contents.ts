/** What is weighed: a name, and the module that an edge would be sent. */
export const CONTENTS = {
  client: {
    name: "BedrockRuntime and all that it needs",
    code: 'export { BedrockRuntime } from "bedrock-fetch";',
  },
  withCognito: {
    name: "with fromCognitoIdentityPool",
    code: `
      export { BedrockRuntime } from "bedrock-fetch";
      export { fromCognitoIdentityPool } from "bedrock-fetch/credentials";`,
  },
  withText: {
    name: "with textStream",
    code: `
      export { BedrockRuntime } from "bedrock-fetch";
      export { textStream } from "bedrock-fetch/text";`,
  },
  withSignedFetch: {
    name: "@anthropic-ai/sdk with signedFetch",
    code: `
      export { default as Anthropic } from "@anthropic-ai/sdk";
      export { BedrockClient, signedFetch } from "bedrock-fetch";`,
  },
  withAnthropicFetch: {
    name: "@anthropic-ai/sdk with anthropicFetch",
    code: `
      export { default as Anthropic } from "@anthropic-ai/sdk";
      export { anthropicFetch, BedrockClient } from "bedrock-fetch";`,
  },
  anthropicAlone: {
    name: "@anthropic-ai/sdk alone",
    code: 'export { default as Anthropic } from "@anthropic-ai/sdk";',
  },
  clientAlone: {
    name: "BedrockClient alone",
    code: 'export { BedrockClient } from "bedrock-fetch";',
  },
  signedFetch: {
    name: "BedrockClient with signedFetch",
    code: 'export { BedrockClient, signedFetch } from "bedrock-fetch";',
  },
  dependencies: {
    name: "its dependencies alone",
    code: `
      export { AwsV4Signer } from "aws4fetch";
      export { EventStreamCodec } from "@smithy/eventstream-codec";
      export { fromUtf8, toUtf8 } from "@smithy/util-utf8";`,
  },
  awsSdk: {
    name: "@aws-sdk/client-bedrock-runtime, client and two commands",
    code: `
      export {
        BedrockRuntimeClient,
        InvokeModelCommand,
        InvokeModelWithResponseStreamCommand,
      } from "@aws-sdk/client-bedrock-runtime";`,
  },
  aiSdk: {
    name: "@ai-sdk/amazon-bedrock, its Anthropic provider",
    code: 'export { createAmazonBedrockAnthropic } from "@ai-sdk/amazon-bedrock/anthropic";',
  },
  openai: {
    name: "openai alone",
    code: 'export { default as OpenAI } from "openai";',
  },
} as const satisfies { readonly [key: string]: { readonly name: string; readonly code: string } };

export type Content = keyof typeof CONTENTS;

/** Does not bundle for an edge: it needs Node's built-in modules. */
export const ANTHROPIC_SDK = 'export { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";';
