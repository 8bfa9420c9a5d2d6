import { assert } from "../../helpers/assert.ts";
import { clientOf, decode } from "../calls.ts";
import type { SetModule } from "../context.ts";
import type { ExpectedRecording } from "../server.ts";

const COUNT = 30;

/** What the service once answered, replayed: the client yields what a plain reading yields. */
const recordings: SetModule = (context) => {
  const { it, setting } = context;
  const all = fetch(`${setting.server}/recordings`).then(
    (response): Promise<ExpectedRecording[]> => response.json(),
  );

  for (let i = 0; i < COUNT; i++) {
    it(`recording ${i + 1} of ${COUNT}`, async (t) => {
      const recording = (await all)[i];
      if (!recording) return t.leaveOut("the reference data is not at hand");
      const { name, modelId, body, operation, documents, error } = recording;
      const client = clientOf(context, { endpoint: `${setting.server}/recordings/${name}` });

      const answer = async (): Promise<string[]> => {
        if (operation === "invoke") {
          return [(await client.invokeModel({ modelId, body })).body.text()];
        }
        const got: string[] = [];
        const output = await client.invokeModelWithResponseStream({ modelId, body });
        for await (const { chunk } of output.body) got.push(decode(chunk.bytes));
        return got;
      };

      if (error) {
        const { name, message, $metadata } = await assert.rejects(answer());
        assert.deepEqual({ name, message }, { name: error.name, message: error.message });
        assert.equal(($metadata as { httpStatusCode: number }).httpStatusCode, error.status);
      } else {
        assert.deepEqual(await answer(), documents, name);
      }
    });
  }
};

export default recordings;
