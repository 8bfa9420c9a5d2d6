import { assert } from "../../helpers/assert.ts";
import { ask, clientOf, faulty } from "../calls.ts";
import type { SetModule } from "../context.ts";

/** What the service refuses or fails with, as a typed error; with or without its headers. */
const errors: SetModule = (context) => {
  const { it, library, runtime, setting } = context;

  const failure = (fault: string) =>
    assert.rejects(clientOf(context, { fetch: faulty(fault) }).invokeModel(ask("Hello")), fault);

  it("the class of each exception of the service", async () => {
    const { BedrockRuntimeServiceException } = library;
    for (const [Type, status, retryable] of [
      [library.AccessDeniedException, 403, false],
      [library.InternalServerException, 500, true],
      [library.ModelErrorException, 424, false],
      [library.ModelNotReadyException, 429, true],
      [library.ModelStreamErrorException, 424, false],
      [library.ModelTimeoutException, 408, false],
      [library.ResourceNotFoundException, 404, false],
      [library.ServiceQuotaExceededException, 400, false],
      [library.ServiceUnavailableException, 503, true],
      [library.ThrottlingException, 429, true],
      [library.ValidationException, 400, false],
    ] as const) {
      // The name in the body, since a page does not see the header.
      const error = await failure(`error; name=${Type.name}; body=__type; message="What happened"`);
      assert.ok(error instanceof Type, `${Type.name}: ${error}`);
      assert.ok(error instanceof BedrockRuntimeServiceException);
      assert.equal(error.name, Type.name);
      assert.equal(error.message, "What happened");
      assert.equal(error.retryable, retryable, Type.name);
      assert.equal(error.$fault, status < 500 ? "client" : "server");
      assert.equal(error.$metadata.httpStatusCode, status);
      assert.equal(error.$metadata.requestId === undefined, runtime.page);
    }
  });

  it("without any name, the class by its status", async () => {
    for (const [name, status] of [
      ["ValidationException", 400],
      ["AccessDeniedException", 403],
      ["ResourceNotFoundException", 404],
      ["ModelTimeoutException", 408],
      ["ModelErrorException", 424],
      ["ThrottlingException", 429],
      ["InternalServerException", 500],
      ["ServiceUnavailableException", 503],
    ]) {
      const error = await failure(`error; name=${name}; header=false`);
      assert.equal(error.name, name, String(status));
    }
  });

  it("every spelling of an error's body", async () => {
    for (const body of ["message", "Message", "__type", "code", "empty", "html", "invalid-json"]) {
      const error = await failure(`error; name=ThrottlingException; body=${body}`);
      assert.equal(error.name, "ThrottlingException", body);
      assert.ok(error.message !== "" && !error.message.includes("<"), error.message);
    }
  });

  it("of a huge error only the beginning is read", async () => {
    const error = await failure("error; name=ValidationException; body=huge");
    assert.equal(error.name, "ValidationException");
    assert.ok(error.message.length < 70_000);
  });

  it("an endpoint where nobody listens", async () => {
    const client = clientOf(context, { endpoint: "http://127.0.0.1:9" });
    const error = await assert.rejects(client.invokeModel(ask("Hello")));
    assert.ok(error instanceof library.NetworkError, String(error));
    assert.equal(error.code, "NETWORK");
    assert.ok(error.cause !== undefined);
  });

  it("no error shows a secret", async () => {
    for (const fault of ["error; name=AccessDeniedException", "reset", "redirect; location=/"]) {
      const error = await failure(fault);
      const told = [String(error), JSON.stringify(error), error.stack, String(error.cause)].join();
      assert.ok(!told.includes(setting.credentials.secretAccessKey));
      assert.ok(!told.includes(String(setting.credentials.sessionToken)));
    }
  });

  it("a client printed shows no secret", () => {
    const client = clientOf(context);
    const shown = `${client} ${JSON.stringify(client)} ${JSON.stringify(Object.entries(client))}`;
    assert.ok(!shown.includes(setting.credentials.secretAccessKey));
  });
};

export default errors;
