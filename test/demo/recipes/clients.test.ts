import { createSimulator } from "bedrock-fetch/simulator";
import { describe, expect, it, vi } from "vitest";
import { serveExtension } from "../../../demo/recipes/browser-extension.ts";
import { ask, createClient } from "../../../demo/recipes/expo.ts";
import { recorded } from "./recorded.ts";

describe("the recipe for Expo", () => {
  /** The back end that makes keys and Bedrock, as one fetch, as the app sees them. */
  const world = (lifetimeMs: number) => {
    const simulator = createSimulator({ apiKeys: ["bedrock-api-key-1", "bedrock-api-key-2"] });
    let made = 0;
    const fetch = async (url: string | URL | Request, init?: RequestInit) => {
      if (!String(url).startsWith("https://api.example.com/")) return simulator(url, init);
      made++;
      return Response.json({
        apiKey: `bedrock-api-key-${made}`,
        expiration: new Date(Date.now() + lifetimeMs),
      });
    };
    const bedrock = createClient(fetch, "https://api.example.com/bedrock-key");
    return { simulator, bedrock, keysMade: () => made };
  };

  it("shows the words as they come, and keeps the key while it lasts", async () => {
    const { simulator, bedrock, keysMade } = world(600_000);
    const pieces: string[] = [];
    await ask(bedrock, "Hello in 20 words", (text) => pieces.push(text));
    await ask(bedrock, "Again in 20 words", () => {});

    expect(pieces.length).toBeGreaterThan(15);
    expect(pieces.join("").split(/\s+/)).toHaveLength(20);
    expect(simulator.invocationLog).toHaveLength(2);
    expect(keysMade()).toBe(1);
  });

  it("asks for another key a minute before the first has ended", async () => {
    const { bedrock, keysMade } = world(59_000);
    await ask(bedrock, "Hello", () => {});
    await ask(bedrock, "Hello", () => {});

    expect(keysMade()).toBe(2);
  });

  it("stops when it is asked to", async () => {
    const { simulator, bedrock } = world(600_000);
    simulator.pace = { tokensPerSecond: 50 };
    const stop = new AbortController();

    await expect(ask(bedrock, "Hello", () => stop.abort(), stop.signal)).rejects.toThrow();
    await vi.waitFor(() => expect(simulator.invocationLog[0]!.outcome).toBe("canceled"));
  });
});

describe("the recipe for a browser extension", () => {
  /** A popup that connects to the service worker. */
  const connect = (setUp: ReturnType<typeof recorded>, name = "ask") => {
    const received: Record<string, unknown>[] = [];
    let heard = (_: { question: string }) => {};
    let left = (_: unknown) => {};
    const port = {
      name,
      onMessage: { addListener: (listener: typeof heard) => (heard = listener) },
      onDisconnect: { addListener: (listener: typeof left) => (left = listener) },
      postMessage: (message: object) => received.push({ ...message }),
    };
    serveExtension({ onConnect: { addListener: (listener) => listener(port) } }, setUp.bedrock);
    return {
      received,
      ask: (question: string) => heard({ question }),
      disconnect: () => left(port),
    };
  };

  it("passes the words on, and says when all are there", async () => {
    const popup = connect(recorded());
    popup.ask("Hello in 20 words");

    await vi.waitFor(() => expect(popup.received.at(-1)).toEqual({ done: true }));
    const text = popup.received.map((message) => message.text ?? "").join("");
    expect(text.split(/\s+/)).toHaveLength(20);
  });

  it("says what went wrong", async () => {
    const popup = connect(recorded({ faults: ["error; name=AccessDeniedException"] }));
    popup.ask("Hello");

    await vi.waitFor(() => expect(popup.received).toEqual([{ error: expect.any(String) }]));
  });

  it("stops the answer when the popup is closed", async () => {
    const setUp = recorded({ pace: { tokensPerSecond: 50 } });
    const popup = connect(setUp);
    popup.ask("Hello");
    await vi.waitFor(() => expect(popup.received.length).toBeGreaterThan(1));
    popup.disconnect();

    await vi.waitFor(() => expect(setUp.simulator.invocationLog[0]!.outcome).toBe("canceled"));
    expect(popup.received.every(({ text }) => typeof text === "string")).toBe(true);
  });

  it("leaves other connections alone", async () => {
    const setUp = recorded();
    connect(setUp, "other").ask("Hello");
    const popup = connect(setUp);
    popup.ask("Hello");

    await vi.waitFor(() => expect(popup.received.at(-1)).toEqual({ done: true }));
    expect(setUp.sent).toHaveLength(1);
  });
});
