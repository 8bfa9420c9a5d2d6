import {
  type BedrockClient,
  BedrockRuntime,
  converseStream,
  countTokens,
  listAsyncInvokes,
} from "bedrock-fetch";
import {
  createShortTermApiKey,
  fromCognitoIdentityPool,
  fromWebIdentity,
} from "bedrock-fetch/credentials";
import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";

const region = "us-east-1";
const identityPoolId = "us-east-1:11111111-2222-4333-8444-555555555555";
const roleArn = "arn:aws:iam::123456789012:role/chat";
const modelId = "us.amazon.nova-2-lite-v1:0";
const messages = [{ role: "user" as const, content: [{ text: "Hello" }] }];

const simulator = createSimulator({
  cognito: {
    pools: [{ identityPoolId, allowGuests: true, logins: { "sign-in.example": ["token"] } }],
  },
  sts: { roles: [{ roleArn, identityPoolIds: [identityPoolId] }] },
});
const pool = { identityPoolId, fetch: simulator };
const guest = fromCognitoIdentityPool(pool);

type Options = ConstructorParameters<typeof BedrockRuntime>[0];
const clientOf = (options: Partial<Options>): BedrockRuntime =>
  new BedrockRuntime({ region, fetch: simulator, ...options } as Options);

const denied = (action: string, resource: string) => ({
  name: "AccessDeniedException",
  $metadata: { httpStatusCode: 403 },
  message: expect.stringContaining(
    `is not authorized to perform: ${action} on resource: ${resource} because no session policy allows the ${action} action`,
  ),
});
const PROFILE = `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${modelId}`;

describe("a guest of the enhanced flow", () => {
  it.each<[string, (client: BedrockClient & BedrockRuntime) => Promise<unknown>, string, string]>([
    [
      "InvokeModel",
      (client) => client.invokeModel({ modelId, body: { messages } }),
      "bedrock:InvokeModel",
      PROFILE,
    ],
    [
      "the stream of a foundation model",
      (client) =>
        client.invokeModelWithResponseStream({
          modelId: "amazon.nova-micro-v1:0",
          body: { messages },
        }),
      "bedrock:InvokeModelWithResponseStream",
      "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0",
    ],
    [
      "ConverseStream, which invokes a model",
      (client) => client.call(converseStream, { modelId, messages }),
      "bedrock:InvokeModelWithResponseStream",
      PROFILE,
    ],
    [
      "CountTokens",
      (client) =>
        client.call(countTokens, {
          modelId: "amazon.nova-micro-v1:0",
          input: { converse: { messages } },
        }),
      "bedrock:CountTokens",
      "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0",
    ],
    [
      "ListAsyncInvokes, which is about no model",
      (client) => client.call(listAsyncInvokes, {}),
      "bedrock:ListAsyncInvokes",
      "*",
    ],
  ])("is refused %s", async (_, ask, action, resource) => {
    await expect(ask(clientOf({ credentials: guest }))).rejects.toMatchObject(
      denied(action, resource),
    );
  });

  it("is refused with an API key that the credentials signed, too", async () => {
    const { apiKey } = await createShortTermApiKey({ region, credentials: guest });
    const asked = clientOf({ apiKey }).invokeModel({ modelId, body: { messages } });
    await expect(asked).rejects.toMatchObject(denied("bedrock:InvokeModel", PROFILE));
  });
});

describe("Bedrock answers", () => {
  const answered = async (credentials: Options["credentials"]) =>
    (await clientOf({ credentials }).invokeModel({ modelId, body: { messages } })).$metadata;

  it("a guest of the basic flow", async () => {
    const basicFlow = (webIdentityToken: string) =>
      fromWebIdentity({ roleArn, webIdentityToken, region, fetch: simulator });
    const credentials = fromCognitoIdentityPool({ ...pool, basicFlow });
    expect(await answered(credentials)).toMatchObject({ httpStatusCode: 200 });
  });

  it("a user who has logged in, in the enhanced flow", async () => {
    const credentials = fromCognitoIdentityPool({
      ...pool,
      logins: { "sign-in.example": "token" },
    });
    expect(await answered(credentials)).toMatchObject({ httpStatusCode: 200 });
  });
});
