import { assert } from "../../helpers/assert.ts";
import { ask, clientOf } from "../calls.ts";
import type { SetModule } from "../context.ts";

/** Every source of credentials. */
const credentials: SetModule = (context) => {
  const { it, library, runtime, setting } = context;
  const { server, identityPoolId, login, roleArn } = setting;

  const works = async (client: ReturnType<typeof clientOf>): Promise<void> => {
    const { $metadata } = await client.invokeModel(ask("Who am I?"));
    assert.equal($metadata.httpStatusCode, 200);
    assert.equal($metadata.attempts, 1);
  };

  it("temporary credentials", () => works(clientOf(context)));

  it("a function is asked once for calls at the same time", async () => {
    let asked = 0;
    const client = clientOf(context, {
      credentials: async () => {
        asked++;
        return setting.credentials;
      },
    });
    await Promise.all([works(client), works(client), works(client)]);
    await works(client);
    // Workers cannot share what one request awaits: there, each may have asked for itself.
    assert.ok("WebSocketPair" in globalThis ? asked <= 4 : asked === 1, `asked ${asked} times`);
  });

  it("an API key, which a page must be told to use", async () => {
    const { apiKey } = setting;
    if (runtime.page) {
      const error = assert.throws(() => clientOf(context, { apiKey }));
      assert.equal(error.code, "INVALID_ARGUMENT");
      assert.ok(error.message.includes("dangerouslyAllowBrowser"));
      assert.ok(!error.message.includes(apiKey));
    }
    await works(clientOf(context, { apiKey, dangerouslyAllowBrowser: true }));
    await works(clientOf(context, { apiKey: async () => apiKey, dangerouslyAllowBrowser: true }));
  });

  it("long-term keys are refused in a page", (t) => {
    const { accessKeyId, secretAccessKey } = setting.credentials;
    const construct = () => clientOf(context, { credentials: { accessKeyId, secretAccessKey } });
    if (!runtime.page) {
      construct();
      return t.leaveOut("not a page");
    }
    const error = assert.throws(construct);
    assert.ok(error.message.includes("dangerouslyAllowBrowser"));
    assert.ok(!error.message.includes(secretAccessKey));
  });

  it("environment variables of the process", async (t) => {
    if (!runtime.environment) {
      const error = assert.throws(() => library.fromEnv());
      assert.equal(error.code, "ENVIRONMENT_UNREADABLE");
      return t.leaveOut("the runtime has none, and fromEnv() says so");
    }
    await works(new library.BedrockRuntime({ ...library.fromEnv() }));
  });

  it("environment variables as an object", () => {
    const { accessKeyId, secretAccessKey, sessionToken } = setting.credentials;
    return works(
      new library.BedrockRuntime({
        ...library.fromEnv({
          AWS_REGION: "us-east-1",
          AWS_ENDPOINT_URL_BEDROCK_RUNTIME: server,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          AWS_SESSION_TOKEN: sessionToken,
        }),
      }),
    );
  });

  const cognito = { identityPoolId, endpoint: server };

  it("a guest of a Cognito identity pool, whom AWS lets ask no model", async () => {
    const client = clientOf(context, { credentials: library.fromCognitoIdentityPool(cognito) });
    const error = await assert.rejects(works(client));
    assert.ok(error instanceof library.AccessDeniedException);
    assert.ok(String(error).includes("no session policy allows"), String(error));
  });

  it("a user of a Cognito identity pool", () => {
    const logins = { [login.issuer]: async () => login.token };
    const provider = library.fromCognitoIdentityPool({ ...cognito, logins });
    return works(clientOf(context, { credentials: provider }));
  });

  it("the basic flow of a Cognito identity pool", () => {
    const provider = library.fromCognitoIdentityPool({
      ...cognito,
      basicFlow: (webIdentityToken) =>
        library.fromWebIdentity({ roleArn, webIdentityToken, endpoint: server }),
    });
    return works(clientOf(context, { credentials: provider }));
  });

  it("a web identity", () => {
    const options = { roleArn, webIdentityToken: login.token, endpoint: server };
    return works(clientOf(context, { credentials: library.fromWebIdentity(options) }));
  });

  it("a container's role", (t) => {
    if (runtime.page) return t.leaveOut("no page runs in a container");
    const variables = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server}/container`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: setting.containerToken,
    };
    return works(clientOf(context, { credentials: library.fromContainer(variables) }));
  });

  it("credentials that have expired are asked for again", async () => {
    let asked = 0;
    const client = clientOf(context, {
      credentials: async () => ({
        ...setting.credentials,
        expiration: new Date(Date.now() + (asked++ === 0 ? -1000 : 3_600_000)),
      }),
    });
    await works(client);
    await works(client);
    assert.equal(asked, 2);
  });

  it("a provider's refusal reaches the caller", async () => {
    const provider = library.fromWebIdentity({
      roleArn: `${roleArn}-of-others`,
      webIdentityToken: login.token,
      endpoint: server,
    });
    const error = await assert.rejects(
      clientOf(context, { credentials: provider }).invokeModel(ask("Who am I?")),
    );
    assert.ok(error instanceof library.CredentialsProviderError);
    assert.equal(error.serviceErrorName, "InvalidIdentityToken");
  });
};

export default credentials;
