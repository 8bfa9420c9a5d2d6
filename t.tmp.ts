import { BedrockRuntime } from "bedrock-fetch"; import { toServerSentEvents, textStream } from "bedrock-fetch/text";
import { createSimulator, simulatorCredentials } from "bedrock-fetch/simulator";
const b = new BedrockRuntime({ region: "us-east-1", credentials: simulatorCredentials, fetch: createSimulator() });
const r = await b.invokeModelWithResponseStream({ modelId: "us.amazon.nova-2-lite-v1:0", body: { messages: [{ role: "user", content: [{ text: "Hello" }] }] } });
const s = toServerSentEvents(r.body);
console.log((await new Response(s).text()).length);
