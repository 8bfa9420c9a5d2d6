import { env } from "cloudflare:workers";
import { ask } from "./calls.ts";
import type { Setting } from "./context.ts";
import * as library from "./library.ts";
import { runSet } from "./set.ts";

const client = new library.BedrockRuntime({ ...library.fromEnv(env) });
const endpoint = `${env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME}/slow`;
const guest = new library.BedrockRuntime({
  ...library.fromEnv(env),
  credentials: library.fromCognitoIdentityPool({
    identityPoolId: String(env.IDENTITY_POOL_ID),
    endpoint,
    basicFlow: (webIdentityToken) =>
      library.fromWebIdentity({ roleArn: String(env.ROLE_ARN), webIdentityToken, endpoint }),
  }),
});
const runtime = { page: false, environment: "process" in globalThis };

export default {
  async fetch(request: Request): Promise<Response> {
    if (request.method === "GET") {
      const { body } = await guest.invokeModelWithResponseStream(ask("Hello"));
      return new Response(library.toTextStream(body));
    }
    const setting: Setting = await request.json();
    return Response.json(await runSet({ library, client, runtime, setting }));
  },
};
