/**
 * Runs an example, named by its path, and then what it offers: its client is asked, its Worker gets
 * a request, its functions get an answer to read.
 */
import { BedrockRuntime, type ResponseStream } from "bedrock-fetch";
import { simulatorCredentials } from "bedrock-fetch/simulator";

const input = {
  modelId: "us.amazon.nova-2-lite-v1:0",
  body: { messages: [{ role: "user", content: [{ text: "Hello" }] }] },
};

const answer = async (): Promise<ResponseStream> => {
  const bedrock = new BedrockRuntime({ region: "us-east-1", credentials: simulatorCredentials });
  return (await bedrock.invokeModelWithResponseStream(input)).body;
};

const element = { append: (text: string) => void text };

const consume = async (value: unknown): Promise<void> => {
  if (value instanceof Response) {
    if (!(await value.text())) throw new Error("an empty response");
  } else if (value instanceof ReadableStream) {
    const reader = value.getReader();
    if ((await reader.read()).done) throw new Error("an empty stream");
    await reader.cancel();
  }
};

const example: Record<string, unknown> = await import(process.argv[2] ?? "");
for (const [name, offered] of Object.entries(example)) {
  if (offered instanceof BedrockRuntime) {
    await offered.invokeModel(input);
  } else if (name === "default") {
    const request = new Request("https://worker.example/", {
      method: "POST",
      body: JSON.stringify(input.body),
    });
    const worker = offered as { fetch(request: Request, env: unknown): Promise<Response> };
    await consume(await worker.fetch(request, process.env));
  } else if (typeof offered === "function") {
    await consume(await offered(await answer(), element));
  }
}
// An answer that an example leaves unread would keep the process for as long as it may be silent.
setImmediate(() => process.exit());
