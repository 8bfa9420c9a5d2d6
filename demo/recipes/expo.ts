/**
 * Expo: an app for phones. React Native's own fetch cannot stream, Expo's can; and Hermes has no Web
 * Crypto to sign with, so the app brings a short-term API key, which your back end makes for it.
 *
 *     import { fetch } from "expo/fetch";
 *
 *     const bedrock = createClient(fetch, "https://api.example.com/bedrock-key");
 *     await ask(bedrock, "Tell me about event streams", (text) => setAnswer((so far) => so far + text));
 *
 * The key opens Bedrock as far as the role behind it does. Give that role bedrock:InvokeModel on one
 * model and nothing else, make keys that last for minutes, and only for users who have signed in.
 */
import { BedrockRuntime, type Fetch } from "bedrock-fetch";
import { textStream } from "bedrock-fetch/text";

/** @param fetch that of `expo/fetch`, for Bedrock and for the back end alike */
export function createClient(fetch: Fetch, keyUrl: string, endpoint?: string): BedrockRuntime {
  let key: { apiKey: string; expiration: number } | undefined;
  return new BedrockRuntime({
    region: "us-east-1",
    endpoint,
    fetch,
    async apiKey() {
      // A minute early: a request takes its time.
      if (key === undefined || key.expiration - 60_000 < Date.now()) {
        const response = await fetch(keyUrl, { method: "POST" });
        if (!response.ok) throw new Error(`The back end answered ${response.status}`);
        const { apiKey, expiration } = await response.json();
        key = { apiKey, expiration: Date.parse(expiration) };
      }
      return key.apiKey;
    },
  });
}

export async function ask(
  bedrock: BedrockRuntime,
  question: string,
  show: (text: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const { body } = await bedrock.invokeModelWithResponseStream(
    {
      modelId: "us.amazon.nova-2-lite-v1:0",
      body: { messages: [{ role: "user", content: [{ text: question }] }] },
    },
    { signal },
  );
  for await (const text of textStream(body)) show(text);
}
