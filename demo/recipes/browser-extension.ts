/**
 * A browser extension: its service worker asks Bedrock with a guest's credentials, and a popup or a
 * content script talks to it over a port. Web pages have no part in it, and extensions no CORS.
 *
 * manifest.json:
 *
 *     {
 *       "manifest_version": 3,
 *       "name": "Ask about this page",
 *       "version": "1.0",
 *       "background": { "service_worker": "background.js", "type": "module" },
 *       "host_permissions": [
 *         "https://bedrock-runtime.us-east-1.amazonaws.com/*",
 *         "https://cognito-identity.us-east-1.amazonaws.com/*",
 *         "https://sts.us-east-1.amazonaws.com/*"
 *       ]
 *     }
 *
 * In the popup:
 *
 *     const port = chrome.runtime.connect({ name: "ask" });
 *     port.onMessage.addListener(({ text, done, error }) => …);
 *     port.postMessage({ question: "…" });
 *     // port.disconnect() stops the answer.
 */
import type { BedrockRuntime } from "bedrock-fetch";
import { textStream } from "bedrock-fetch/text";

/** What `chrome.runtime` and `browser.runtime` have in common. */
interface Runtime {
  readonly onConnect: Listeners<Port>;
}

interface Port {
  readonly name: string;
  readonly onMessage: Listeners<{ question: string }>;
  readonly onDisconnect: Listeners<unknown>;
  postMessage(message: { text: string } | { done: true } | { error: string }): void;
}

interface Listeners<T> {
  addListener(listener: (value: T) => void): void;
}

/**
 * Answers whoever connects; call it at the top of the service worker, which is started for each.
 *
 * @param bedrock with `fromCognitoIdentityPool`: an extension's files are public, so no key may be in them
 */
export function serveExtension(runtime: Runtime, bedrock: BedrockRuntime): void {
  runtime.onConnect.addListener((port) => {
    if (port.name !== "ask") return;
    const leaving = new AbortController();
    port.onDisconnect.addListener(() => leaving.abort());
    port.onMessage.addListener(({ question }) => answer(port, bedrock, question, leaving.signal));
  });
}

/** Each message over the port keeps the service worker alive for another 30 seconds. */
async function answer(
  port: Port,
  bedrock: BedrockRuntime,
  question: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { body } = await bedrock.invokeModelWithResponseStream(
      {
        modelId: "us.amazon.nova-2-lite-v1:0",
        body: { messages: [{ role: "user", content: [{ text: question }] }] },
      },
      { signal },
    );
    for await (const text of textStream(body)) port.postMessage({ text });
    port.postMessage({ done: true });
  } catch (error) {
    // A port that was closed takes no messages.
    if (!signal.aborted) port.postMessage({ error: (error as Error).message });
  }
}
