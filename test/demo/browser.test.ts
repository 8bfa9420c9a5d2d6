import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createSimulator, parseFault } from "bedrock-fetch/simulator";
import type { Browser } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type BuiltPage, servePage } from "./built-page.ts";
import { launchChromium, read, Visitor } from "./visitor.ts";

const browser = (await launchChromium()) as Browser;
if (!browser) console.log("demo/browser: no Chromium here, so the page is not driven.");

let site: BuiltPage;
let visitor: Visitor;

beforeAll(async () => {
  if (browser) site = await servePage();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

describe.skipIf(!browser)("the page, built, under its policy", () => {
  beforeEach(async () => {
    site.simulator.pace = {};
    site.simulator.clear();
    visitor = await Visitor.arrive(browser, site.url);
  });

  afterEach(async () => {
    const { complaints } = visitor;
    await visitor.leave();
    expect(complaints).toEqual([]);
  });

  it("an answer grows as it is generated", async () => {
    site.simulator.pace = { firstTokenMs: 100, tokensPerSecond: 60 };
    await visitor.page.evaluate(() => {
      const lengths = new Set<number>();
      Object.assign(globalThis, { lengths });
      new MutationObserver(() => {
        lengths.add(document.querySelector(".words")?.textContent?.length ?? 0);
      }).observe(document.querySelector("#conversation")!, { subtree: true, childList: true });
    });
    expect(await visitor.askAndWait("Tell me in 40 words")).toBe("complete");
    const lengths = await visitor.page.evaluate(() => [
      ...(globalThis as unknown as { lengths: Set<number> }).lengths,
    ]);
    expect(lengths.length).toBeGreaterThan(10);
    expect(lengths).toEqual(lengths.toSorted((one, other) => one - other));
    const words = (await read(visitor.words)).trim().split(/\s+/);
    expect(words).toHaveLength(40);
    const { outputTokenCount } = site.simulator.invocationLog.at(-1)!;
    expect(await read(visitor.answer)).toContain(`${outputTokenCount} tokens in`);
  });

  it("stop ends it at once, here and at the service, and keeps what came", async () => {
    site.simulator.pace = { tokensPerSecond: 50 };
    await visitor.ask("Write 400 words");
    await visitor.words.getByText(/\w+ \w+ \w+/).waitFor();
    await visitor.page.getByRole("button", { name: "Stop" }).click();
    expect(await visitor.end()).toBe("stopped");
    const words = await read(visitor.words);
    expect(words.split(/\s+/).length).toBeLessThan(200);
    await expect.poll(() => site.simulator.invocationLog.at(-1)!.outcome).toBe("canceled");
    expect(await read(visitor.words)).toBe(words);
    expect(await read(visitor.answer)).toMatch(/Stopped after/);

    // What was said up to there is part of the conversation.
    const request = visitor.page.waitForRequest(/invoke-with-response-stream/);
    await visitor.ask("Go on in 5 words");
    const { messages } = (await request).postDataJSON();
    expect(messages.map(({ role }: { role: string }) => role)).toEqual([
      "user",
      "assistant",
      "user",
    ]);
    await visitor.end();
  });

  it("a failed answer can be asked for again, and takes no part in the conversation", async () => {
    await visitor.wreak("error; name=ValidationException; message=Malformed");
    expect(await visitor.askAndWait("Hello in 6 words")).toBe("failed");
    expect(await read(visitor.answer)).toContain("ValidationException: Malformed");
    await visitor.page.getByRole("button", { name: "Turn off" }).click();
    await visitor.answer.getByRole("button", { name: "Try again" }).click();
    expect(await visitor.end()).toBe("complete");
    expect(await visitor.page.getByRole("article", { name: "You" }).count()).toBe(1);

    await visitor.wreak("json");
    expect(await visitor.askAndWait("And now?")).toBe("failed");
    await visitor.page.getByRole("button", { name: "Turn off" }).click();
    const request = visitor.page.waitForRequest(/invoke-with-response-stream/);
    await visitor.askAndWait("Once more in 5 words");
    expect((await request).postDataJSON().messages).toHaveLength(3);
  });

  it("every model of the picker is asked in its family's own format, over two turns", async () => {
    const picker = visitor.page.getByLabel("Model", { exact: true });
    const models = await picker
      .locator("option")
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(models.length).toBeGreaterThan(9);
    for (const model of models) {
      await visitor.page.getByRole("button", { name: "New conversation" }).click();
      await picker.selectOption(model);
      expect([model, await visitor.askAndWait("Say it in 8 words")]).toEqual([model, "complete"]);
      expect([model, await visitor.askAndWait("Again in 9 words")]).toEqual([model, "complete"]);
      expect(await read(visitor.words)).toMatch(/Again in 9 words/);
      const { modelId, inputTokenCount } = site.simulator.invocationLog.at(-1)!;
      expect(modelId).toBe(model);
      // The first turn's question and answer are among what the model read.
      expect(inputTokenCount).toBeGreaterThan(15);
    }
  }, 60_000);

  it("a throttled question is asked again after the wait, which is shown", async () => {
    await visitor.wreak("throttle; retryAfter=1", "1");
    await visitor.ask("Hello in 6 words");
    await visitor.answer
      .getByText(/Too many requests right now\. Trying again in \d\.\d s \(attempt 2\)/)
      .waitFor();
    expect(await visitor.end()).toBe("complete");
    await visitor.openTab("Requests");
    const requests = await visitor.page
      .getByRole("list", { name: "Requests" })
      .getByRole("button")
      .allInnerTexts();
    expect(requests.map((text) => text.split(/\s+/).slice(0, 2).join(" "))).toEqual([
      "GetId 200",
      "GetOpenIdToken 200",
      "AssumeRoleWithWebIdentity 200",
      "Bedrock 429",
      "Bedrock 200",
    ]);
  });

  it("a question that stays throttled says how long to wait", async () => {
    await visitor.wreak("throttle; retryAfter=1");
    expect(await visitor.askAndWait("Hello")).toBe("failed");
    const text = await read(visitor.answer);
    expect(text).toContain("Too many requests right now");
    expect(text).toContain("The page asked 3 times. It asks to wait 1 second.");
    await visitor.answer.getByRole("button", { name: "Try again", exact: true }).waitFor();
  });

  it("a question that is denied names the permission that is missing", async () => {
    await visitor.wreak("error; name=AccessDeniedException");
    await visitor.page.getByLabel("Model", { exact: true }).selectOption("amazon.nova-pro-v1:0");
    expect(await visitor.askAndWait("Hello")).toBe("failed");
    const text = await read(visitor.answer);
    expect(text).toContain("bedrock:InvokeModelWithResponseStream");
    expect(text).toContain("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0");
  });

  it("a question that is denied through a profile names the profile, its model and the project", async () => {
    await visitor.wreak("error; name=AccessDeniedException");
    await visitor.page
      .getByLabel("Model", { exact: true })
      .selectOption("us.meta.llama3-3-70b-instruct-v1:0");
    expect(await visitor.askAndWait("Hello")).toBe("failed");
    const text = await read(visitor.answer);
    expect(text).toContain(
      "arn:aws:bedrock:us-east-1:*:inference-profile/us.meta.llama3-3-70b-instruct-v1:0",
    );
    expect(text).toContain("arn:aws:bedrock:*::foundation-model/meta.llama3-3-70b-instruct-v1:0");
    expect(text).toContain("arn:aws:bedrock:us-east-1:*:project/default");
  });

  it("each fault that the panel offers is explained", async () => {
    await visitor.changeSettings((dialog) => dialog.getByLabel(/Patience/).fill("1"));
    await visitor.openTab("Faults");
    const offered = await visitor.page
      .getByLabel("What goes wrong")
      .locator("option:not([value=''])")
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(new Set(offered.map((header) => parseFault(header).fault))).toEqual(
      new Set(everyFault()),
    );
    expect(offered.toSorted()).toEqual(Object.keys(outcomes).toSorted());

    // So that what comes before a connection breaks is not overtaken by it.
    site.simulator.pace = { tokensPerSecond: 300 };
    for (const [header, expected] of Object.entries(outcomes)) {
      await visitor.page.getByLabel("What goes wrong").selectOption(header);
      const state = await visitor.askAndWait("Tell me in 30 words");
      const title = await visitor.answer.locator(".error h4").allInnerTexts();
      expect([header, state === "complete" ? state : title[0]]).toEqual([header, expected]);
      if (header.includes("after=20")) {
        expect((await read(visitor.words)).length).toBeGreaterThan(20);
      }
    }
  }, 120_000);

  it("the inspector shows the frames, and one in full", async () => {
    await visitor.askAndWait("Tell me in 30 words");
    const { frames } = visitor;
    const sent = site.simulator.invocationLog.at(-1)!;
    const count = await frames.count();
    expect(await read(visitor.page.locator("#number-frames"))).toBe(String(count));
    expect(count).toBeGreaterThan(sent.outputTokenCount!);
    expect(await read(visitor.page.locator("#number-tokens"))).toBe(
      `${sent.inputTokenCount} → ${sent.outputTokenCount}`,
    );
    expect(await read(visitor.page.locator("#number-latency"))).toMatch(/^\d+ \/ \d+$/);
    expect(Number(await read(visitor.page.locator("#number-first")))).toBeGreaterThan(0);
    expect(await visitor.page.getByRole("img", { name: /^Tokens a second over/ }).count()).toBe(1);

    await frames.first().click();
    const detail = visitor.page.locator("#frame");
    expect(await read(detail)).toMatch(/:event-type\s+chunk/);
    expect(JSON.parse(await read(detail.getByLabel("Payload"))).type).toBe("message_start");
    await visitor.page.keyboard.press("End");
    const trailer = JSON.parse(await read(detail.getByLabel("Payload")));
    expect(trailer["amazon-bedrock-invocationMetrics"].outputTokenCount).toBe(
      sent.outputTokenCount,
    );
    await visitor.page.keyboard.press("ArrowUp");
    expect(await read(detail.getByRole("heading"))).toBe(`Frame ${count - 1}`);
  });

  it("the sizes of the frames add up to what the network carried", async () => {
    const received = visitor.page.waitForResponse(/invoke-with-response-stream/);
    await visitor.askAndWait("Tell me in 30 words");
    const { responseBodySize } = await (await received).request().sizes();
    const shown = await read(visitor.page.locator("#number-bytes"));
    expect(Number(shown.replaceAll(",", ""))).toBeLessThanOrEqual(responseBodySize);
    // Chunked transfer adds a few bytes to each piece.
    expect(Number(shown.replaceAll(",", ""))).toBeGreaterThan(responseBodySize * 0.9);
  });

  it("the inspector shows how the request was signed, and never a secret", async () => {
    const assumed = visitor.page.waitForResponse(
      async (response) => (await response.request().postData())?.includes("AssumeRole") ?? false,
    );
    await visitor.askAndWait("Hello in 6 words");
    const xml = await (await assumed).text();
    await visitor.openTab("Requests");
    const request = visitor.page.locator("#request");
    await request.getByRole("heading", { name: "Canonical request" }).waitFor();
    const text = await read(request);
    expect(text).toContain("POST http://127.0.0.1");
    expect(text).toContain("claude-sonnet-4-5-20250929-v1%253A0/invoke-with-response-stream");
    expect(text).toMatch(/\d{8}\/us-east-1\/bedrock\/aws4_request/);
    expect(text).toMatch(/x-amz-security-token:\(hidden: \d+ characters\)/);
    expect(text).toContain('"anthropic_version": "bedrock-2023-05-31"');

    for (const row of await visitor.page.locator("#requests button").all()) await row.click();
    const everything = await visitor.page.content();
    for (const name of ["SecretAccessKey", "SessionToken"]) {
      const secret = new RegExp(`<${name}>(.+)</${name}>`).exec(xml)![1]!;
      expect(everything).not.toContain(secret);
    }
    expect(everything).not.toMatch(/Signature=\w{9}/);
  });

  it("a tool that the model calls runs in the page, and the inspector shows the loop", async () => {
    await visitor.page.getByRole("button", { name: "Clock tool" }).click();
    const second = visitor.page.waitForRequest(
      (request) => request.postDataJSON?.()?.messages?.length === 3,
    );
    expect(await visitor.askAndWait("What time is it in Lisbon?")).toBe("complete");
    const { messages } = (await second).postDataJSON();
    expect(messages[1].content.at(-1)).toMatchObject({
      type: "tool_use",
      name: "clock",
      input: { place: "Lisbon" },
    });
    expect(messages[2].content).toMatchObject([
      { type: "tool_result", tool_use_id: messages[1].content.at(-1).id },
    ]);
    const result = messages[2].content[0].content;
    expect(result).toMatch(/^\w+day, \d+ \w+ \d{4} at \d\d:\d\d \(Europe\/Lisbon\)$/);
    expect(await read(visitor.answer.locator(".tool"))).toBe(
      `This page ran clock {"place":"Lisbon"}\n\n${result}`,
    );
    expect(await visitor.words.count()).toBe(2);
    expect(await read(visitor.words.last())).toContain("in the time zone Europe/Lisbon");

    await visitor.openTab("Requests");
    const steps = visitor.page.getByRole("list", { name: "Requests" }).getByRole("button");
    expect((await steps.allInnerTexts()).map((text) => text.split("\n").slice(0, 2))).toEqual([
      ["GetId", "200"],
      ["GetOpenIdToken", "200"],
      ["AssumeRoleWithWebIdentity", "200"],
      ["Bedrock", "200"],
      ["clock", "ran here"],
      ["Bedrock", "200"],
    ]);
    await steps.nth(4).click();
    const detail = await read(visitor.page.locator("#request"));
    expect(detail).toContain('{"place":"Lisbon"}');
    expect(detail).toContain(result);
    await visitor.openTab("Frames");
    await visitor.page.getByText("No frames: this ran in the page.").waitFor();

    // The numbers are those of both rounds.
    const [first, last] = site.simulator.invocationLog;
    expect(await read(visitor.page.locator("#number-tokens"))).toBe(
      `${first!.inputTokenCount! + last!.inputTokenCount!} → ${first!.outputTokenCount! + last!.outputTokenCount!}`,
    );
  });

  it("a tool that fails is reported to the model, which answers all the same", async () => {
    await visitor.page.getByRole("button", { name: "Clock tool" }).click();
    const second = visitor.page.waitForRequest(
      (request) => request.postDataJSON?.()?.messages?.length === 3,
    );
    expect(await visitor.askAndWait("What time is it in Atlantis?")).toBe("complete");
    expect((await second).postDataJSON().messages[2].content).toMatchObject([
      { content: "No time zone is named after Atlantis", is_error: true },
    ]);
    expect(await read(visitor.answer.locator(".tool.failure"))).toContain("Atlantis");
  });

  it("every model that takes tools and pictures gets both in its own format", async () => {
    const picker = visitor.page.getByLabel("Model", { exact: true });
    const clock = visitor.page.getByRole("button", { name: "Clock tool" });
    await clock.click();
    const models = await picker
      .locator("option")
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    const asked: string[] = [];
    for (const model of models) {
      await picker.selectOption(model);
      if (await clock.isDisabled()) {
        expect(model).toContain("meta.llama");
        continue;
      }
      await visitor.page.getByRole("button", { name: "New conversation" }).click();
      site.simulator.clear();
      await visitor.page.getByRole("button", { name: /What is in this picture/ }).click();
      expect([model, await visitor.end()]).toEqual([model, "complete"]);
      expect([model, site.simulator.invocationLog.length]).toEqual([model, 2]);
      expect([model, await visitor.answer.locator(".tool").count()]).toEqual([model, 1]);
      asked.push(model);
    }
    expect(asked.length).toBeGreaterThan(8);
  }, 60_000);

  it("a picture is chosen, shown, scaled down and sent, and can be taken back", async () => {
    const png = await visitor.page.evaluate(async () => {
      const canvas = new OffscreenCanvas(3000, 1500);
      canvas.getContext("2d")!.fillRect(0, 0, 3000, 1500);
      const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
      return [...bytes];
    });
    const picture = { name: "wide.png", mimeType: "image/png", buffer: Buffer.from(png) };
    const file = visitor.page.locator("#picture-file");
    await file.setInputFiles(picture);
    await visitor.page.getByRole("button", { name: "Remove the picture" }).click();
    expect(await visitor.page.getByAltText("Your picture wide.png").count()).toBe(0);

    await file.setInputFiles(picture);
    await visitor.page.getByAltText("Your picture wide.png").waitFor();
    expect(await visitor.inaccessible()).toEqual([]);
    const request = visitor.page.waitForRequest(/invoke-with-response-stream/);
    expect(await visitor.askAndWait("What is it?")).toBe("complete");
    const [{ content }] = (await request).postDataJSON().messages;
    expect(content).toMatchObject([
      { type: "image", source: { type: "base64", media_type: "image/jpeg" } },
      { type: "text", text: "What is it?" },
    ]);
    const shown = visitor.page.getByAltText("Picture wide.png");
    const width = await shown.evaluate((image) => (image as HTMLImageElement).naturalWidth);
    expect(width).toBe(1568);
    expect(await visitor.page.getByAltText("Your picture wide.png").count()).toBe(0);

    // It is part of the conversation, and what is long is shortened in the inspector.
    const next = visitor.page.waitForRequest(/invoke-with-response-stream/);
    await visitor.askAndWait("And its color?");
    expect((await next).postDataJSON().messages[0].content[0].source).toEqual(content[0].source);
    await visitor.openTab("Requests");
    await visitor.page.getByText(/… \([\d,]+ characters\)/).waitFor();
  });

  it("what is not a picture is refused in words", async () => {
    await visitor.page
      .locator("#picture-file")
      .setInputFiles({ name: "text.png", mimeType: "image/png", buffer: Buffer.from("text") });
    const announced = visitor.page.getByRole("log").getByText("cannot read text.png");
    await announced.waitFor();
    expect(await read(announced)).toBe("This browser cannot read text.png.");
    expect(await visitor.page.locator("#chosen-picture").isVisible()).toBe(false);
  });

  it("thinking is asked for, and shown apart from the answer", async () => {
    const thinking = visitor.page.getByRole("button", { name: "Thinking" });
    await thinking.click();
    expect(await thinking.getAttribute("aria-pressed")).toBe("true");
    const request = visitor.page.waitForRequest(/invoke-with-response-stream/);
    await visitor.askAndWait("Tell me about event streams");
    const body = (await request).postDataJSON();
    expect(body.thinking).toEqual({ type: "enabled", budget_tokens: 1024 });
    expect(body.max_tokens).toBeGreaterThan(1024);
    const details = visitor.answer.locator("details.thinking");
    expect(await details.getAttribute("open")).toBe(null);
    await details.getByText("Thinking").click();
    expect(await read(details)).toContain("The user asks “Tell me about event streams”");
    expect(await read(visitor.words)).not.toContain("The user asks");
    expect(await visitor.inaccessible()).toEqual([]);

    // A model that decides by itself is not asked, and the switch says why.
    await visitor.page
      .getByLabel("Model", { exact: true })
      .selectOption("us.meta.llama3-3-70b-instruct-v1:0");
    expect(await thinking.isDisabled()).toBe(true);
    expect(await thinking.getAttribute("title")).toBe(
      "Llama 3.3 70B decides by itself whether it thinks",
    );
  });

  it("thinking and a tool go together", async () => {
    await visitor.page.getByRole("button", { name: "Thinking" }).click();
    await visitor.page.getByRole("button", { name: "Clock tool" }).click();
    const second = visitor.page.waitForRequest(
      (request) => request.postDataJSON?.()?.messages?.length === 3,
    );
    expect(await visitor.askAndWait("What time is it in Lisbon?")).toBe("complete");
    const [thought] = (await second).postDataJSON().messages[1].content;
    expect(thought).toMatchObject({
      type: "thinking",
      thinking: expect.stringContaining("The user asks"),
      signature: expect.stringMatching(/./),
    });
  });

  describe("by Converse", () => {
    const converse = () => visitor.page.getByRole("button", { name: "Converse" });

    beforeEach(async () => {
      await converse().click();
      expect(await converse().getAttribute("aria-pressed")).toBe("true");
    });

    it("every model is asked in one format, with a tool and a picture if it takes them", async () => {
      const picker = visitor.page.getByLabel("Model", { exact: true });
      await visitor.page.getByRole("button", { name: "Clock tool" }).click();
      const models = await picker
        .locator("option")
        .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
      for (const model of models) {
        await visitor.page.getByRole("button", { name: "New conversation" }).click();
        await picker.selectOption(model);
        site.simulator.clear();
        const first = visitor.page.waitForRequest(/converse-stream$/);
        await visitor.page.getByRole("button", { name: /What is in this picture/ }).click();
        expect([model, await visitor.end()]).toEqual([model, "complete"]);
        const { messages, toolConfig } = (await first).postDataJSON();
        expect(messages[0].content.at(-1)).toEqual({ text: "What is in this picture?" });
        expect(toolConfig.tools[0].toolSpec.name).toBe("clock");
        expect(
          site.simulator.invocationLog.map(({ operation, modelId }) => [operation, modelId]),
        ).toEqual([
          ["ConverseStream", model],
          ["ConverseStream", model],
        ]);
      }
    }, 60_000);

    it("the inspector shows what differs", async () => {
      await visitor.askAndWait("Hello in 20 words");
      const rows = await visitor.frames.locator(".what").allInnerTexts();
      expect(rows[0]).toBe('messageStart {"role":"assistant"}');
      expect(rows.filter((row) => /^contentBlockDelta “.+”$/.test(row)).length).toBeGreaterThan(15);
      expect(rows.at(-1)).toMatch(/^metadata \{/);
      await visitor.frames.nth(2).click();
      expect(await read(visitor.page.locator("#frame"))).toMatch(/:event-type\s+contentBlock/);
      await visitor.openTab("Requests");
      await visitor.page.getByText("ConverseStream", { exact: true }).waitFor();
      const request = await read(visitor.page.locator("#request"));
      expect(request).toContain("/converse-stream");
      expect(request).toContain("Each frame is one event of the answer in plain JSON");
      const { inputTokenCount, outputTokenCount } = site.simulator.invocationLog.at(-1)!;
      expect(await read(visitor.page.locator("#number-tokens"))).toBe(
        `${inputTokenCount} → ${outputTokenCount}`,
      );
      expect(await visitor.inaccessible()).toEqual([]);

      // Turned off, the next question goes the old way.
      await converse().click();
      const request2 = visitor.page.waitForRequest(/invoke-with-response-stream$/);
      await visitor.askAndWait("Hello");
      expect((await request2).postDataJSON().messages).toHaveLength(3);
    });

    it("thinking goes back with its signature after a tool", async () => {
      await visitor.page.getByRole("button", { name: "Thinking" }).click();
      await visitor.page.getByRole("button", { name: "Clock tool" }).click();
      const second = visitor.page.waitForRequest(
        (request) => request.postDataJSON?.()?.messages?.length === 3,
      );
      expect(await visitor.askAndWait("What time is it in Lisbon?")).toBe("complete");
      const { messages, additionalModelRequestFields } = (await second).postDataJSON();
      expect(additionalModelRequestFields.thinking.type).toBe("enabled");
      expect(messages[1].content[0].reasoningContent.reasoningText).toMatchObject({
        text: expect.stringMatching(/./),
        signature: expect.stringMatching(/./),
      });
      expect(messages[2].content[0].toolResult).toMatchObject({ status: "success" });
    });

    it("a guardrail watches, too", async () => {
      await visitor.changeSettings((dialog) => dialog.getByLabel(/A guardrail/).check());
      await visitor.askAndWait("Tell me something forbidden");
      expect(await read(visitor.answer)).toContain("A guardrail intervened");
      const guardrail = visitor.page.getByRole("region", { name: "Guardrail" });
      expect(await read(guardrail)).toContain("The guardrail intervened");
    });

    it("faults are explained as in the other stream", async () => {
      site.simulator.pace = { tokensPerSecond: 300 };
      for (const header of [
        "throttle; retryAfter=1",
        "cut; after=20",
        "exception; name=throttlingException; after=20",
        "reset; after=20",
        "unknown-event; after=20",
      ]) {
        await visitor.wreak(header);
        const state = await visitor.askAndWait("Tell me in 30 words");
        const title = await visitor.answer.locator(".error h4").allInnerTexts();
        const expected = outcomes[header] ?? "Too many requests right now";
        expect([header, state === "complete" ? state : title[0]]).toEqual([header, expected]);
      }
    }, 40_000);
  });

  it("a guardrail that intervenes is shown with its trace", async () => {
    await visitor.changeSettings((dialog) => dialog.getByLabel(/A guardrail/).check());
    await visitor.askAndWait("Tell me something forbidden");
    expect(await read(visitor.answer)).toContain("A guardrail intervened");
    const guardrail = visitor.page.getByRole("region", { name: "Guardrail" });
    expect(await read(guardrail)).toContain("The guardrail intervened");
    expect(JSON.parse(await read(guardrail.getByLabel("Guardrail trace")))).toHaveProperty(
      "guardrail.input.simulated.wordPolicy",
    );
  });

  it("settings are checked, kept, and lead to AWS", async () => {
    const aws = createSimulator({
      region: "eu-central-1",
      cognito: { pools: [{ identityPoolId: pool, allowGuests: true }] },
      sts: { roles: [{ roleArn: role, identityPoolIds: [pool] }] },
    });
    const hosts = new Set<string>();
    await visitor.page.context().route(/amazonaws\.com/, async (route) => {
      const request = route.request();
      hosts.add(new URL(request.url()).host);
      const response = await aws(request.url(), {
        method: request.method(),
        headers: await request.allHeaders(),
        body: request.postData(),
      });
      await route.fulfill({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      });
    });

    await visitor.page.getByRole("button", { name: "Settings", exact: true }).click();
    const dialog = visitor.page.getByRole("dialog");
    await dialog.getByLabel("Amazon Bedrock").check();
    await dialog.getByLabel("Region").selectOption("eu-central-1");
    await dialog.getByLabel("Identity pool").fill("my pool");
    await dialog.getByRole("button", { name: "Save" }).click();
    expect(await dialog.isVisible()).toBe(true);
    await dialog.getByLabel("Identity pool").fill(pool);
    await dialog.getByLabel("Role of its guests").fill(role);
    await dialog.getByLabel(/Model, inference/).fill("eu.amazon.nova-2-lite-v1:0");
    await dialog.getByRole("button", { name: "Save" }).click();

    await visitor.page.reload();
    await visitor.page.getByRole("button", { name: "eu-central-1" }).waitFor();
    expect(await visitor.page.getByRole("tab", { name: "Faults" }).isVisible()).toBe(false);
    expect(await visitor.page.getByLabel("Model", { exact: true }).inputValue()).toBe(
      "eu.amazon.nova-2-lite-v1:0",
    );
    expect(await visitor.askAndWait("Hello in 7 words")).toBe("complete");
    expect([...hosts].toSorted()).toEqual([
      "bedrock-runtime.eu-central-1.amazonaws.com",
      "cognito-identity.eu-central-1.amazonaws.com",
      "sts.eu-central-1.amazonaws.com",
    ]);
    expect(aws.invocationLog.at(-1)!.modelId).toBe("eu.amazon.nova-2-lite-v1:0");
  });

  it("what a model writes cannot become a script, an image or a form", async () => {
    await visitor.askAndWait(
      '<img src="x" onerror="window.pwned=1"> <b onclick="window.pwned=1">hi</b> [x](javascript:alert(1)) ![y](https://example.org/?q) <form><input></form>',
    );
    await visitor.words.getByText("hi").first().waitFor();
    const found = await visitor.words
      .locator("img, script, form, input, [onclick], [onerror]")
      .count();
    expect(found).toBe(0);
    const links = await visitor.words
      .locator("a")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(links.filter((href) => href?.startsWith("javascript"))).toEqual([]);
    expect(await visitor.page.evaluate(() => "pwned" in globalThis)).toBe(false);
  });

  it("markdown is shown as it is meant", async () => {
    await visitor.askAndWait("List the steps, show code and a table");
    expect(await visitor.words.getByRole("listitem").count()).toBe(5);
    expect(await visitor.words.getByRole("cell", { name: "prelude" }).count()).toBe(1);
    expect(await read(visitor.words.locator("pre code"))).toContain("for await");
  });

  it("the keyboard suffices", async () => {
    site.simulator.pace = { tokensPerSecond: 50 };
    const { keyboard } = visitor.page;
    const focused = () =>
      visitor.page.evaluate(
        () =>
          document.activeElement?.getAttribute("aria-label") ??
          document.activeElement?.textContent?.trim(),
      );
    await keyboard.press("Tab");
    expect(await focused()).toBe("Skip to your question");
    await keyboard.press("Enter");
    await keyboard.type("Write 300 words");
    await keyboard.press("Shift+Enter");
    await keyboard.type("about frames");
    await keyboard.press("Enter");
    await visitor.words.getByText(/\w+ \w+ \w+/).waitFor();
    await keyboard.press("Escape");
    expect(await visitor.end()).toBe("stopped");
    expect(await read(visitor.page.getByRole("article", { name: "You" }))).toBe(
      "Write 300 words\nabout frames",
    );

    // Back to the answer's buttons, then on to the inspector.
    await tabUntil("Inspect", "Shift+Tab");
    await keyboard.press("Enter");
    expect(await focused()).toBe("Inspector");
    await tabUntil("Frames");
    await keyboard.press("ArrowRight");
    expect(await focused()).toBe("Requests");
    await keyboard.press("ArrowRight");
    await keyboard.press("ArrowRight");
    expect(await focused()).toBe("Frames");
    await keyboard.press("Tab");
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowDown");
    expect(await read(visitor.page.locator("#frame h3"))).toBe("Frame 3");

    async function tabUntil(name: string, key = "Tab"): Promise<void> {
      for (let presses = 0; (await focused()) !== name; presses++) {
        expect(presses, `presses of ${key} to get to ${name}`).toBeLessThan(20);
        await keyboard.press(key);
      }
    }
  });

  it("a screen reader hears paragraphs, not tokens", async () => {
    site.simulator.pace = { tokensPerSecond: 200 };
    await visitor.askAndWait("Tell me about event streams");
    const announced = await visitor.page.getByRole("log").locator("p").allInnerTexts();
    const paragraphs = await visitor.words.locator("p").allInnerTexts();
    expect(announced).toEqual([
      "Claude Sonnet 4.5 is answering.",
      ...paragraphs,
      "The answer is complete.",
    ]);
  });

  it.each(["light", "dark"] as const)(
    "axe finds nothing in %s",
    async (colorScheme) => {
      await visitor.page.emulateMedia({ colorScheme });
      expect(await visitor.inaccessible()).toEqual([]);
      await visitor.askAndWait("List the steps, show code and a table");
      await visitor.frames.nth(3).click();
      expect(await visitor.inaccessible()).toEqual([]);
      for (const name of ["Clock tool", "Thinking"]) {
        await visitor.page.getByRole("button", { name }).click();
      }
      await visitor.askAndWait("What time is it in Lisbon?");
      await visitor.answer.locator("details.thinking").first().click();
      expect(await visitor.inaccessible()).toEqual([]);
      await visitor.openTab("Requests");
      await visitor.page.getByRole("button", { name: /^clock/ }).click();
      expect(await visitor.inaccessible()).toEqual([]);
      for (const name of ["Clock tool", "Thinking"]) {
        await visitor.page.getByRole("button", { name, exact: true }).click();
      }
      expect(await visitor.inaccessible()).toEqual([]);
      await visitor.wreak("error; name=AccessDeniedException");
      await visitor.askAndWait("Hello");
      expect(await visitor.inaccessible()).toEqual([]);
      await visitor.wreak("cut; after=9; bytes=9");
      await visitor.askAndWait("Hello");
      await visitor.openTab("Frames");
      expect(await visitor.inaccessible()).toEqual([]);
      await visitor.page.getByRole("button", { name: "Settings", exact: true }).click();
      expect(await visitor.inaccessible()).toEqual([]);
      await visitor.page.getByRole("dialog").getByLabel("Amazon Bedrock").check();
      expect(await visitor.inaccessible()).toEqual([]);
    },
    60_000,
  );

  it("there is room on a narrow screen", async () => {
    await visitor.page.setViewportSize({ width: 360, height: 640 });
    await visitor.askAndWait("List the steps, show code and a table");
    const inspector = visitor.page.getByRole("complementary", { name: "Inspector" });
    expect(await inspector.isVisible()).toBe(false);
    expect(await overflow()).toBe(0);
    expect(await visitor.inaccessible()).toEqual([]);
    await visitor.answer.getByRole("button", { name: "Inspect" }).click();
    expect(await inspector.isVisible()).toBe(true);
    await visitor.openTab("Requests");
    expect(await overflow()).toBe(0);
    expect(await visitor.inaccessible()).toEqual([]);
    await visitor.page.getByRole("button", { name: "Close the inspector" }).click();
    expect(await inspector.isVisible()).toBe(false);

    function overflow(): Promise<number> {
      return visitor.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    }
  });

  it("the colors follow the system, until one is chosen, which stays", async () => {
    const ground = () =>
      visitor.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await visitor.page.emulateMedia({ colorScheme: "light" });
    const light = await ground();
    await visitor.page.emulateMedia({ colorScheme: "dark" });
    const dark = await ground();
    expect(dark).not.toBe(light);
    await visitor.page.getByRole("button", { name: "Light colors" }).click();
    expect(await ground()).toBe(light);
    await visitor.page.reload();
    expect(await ground()).toBe(light);
    await visitor.page.getByRole("button", { name: "Dark colors" }).waitFor();
  });

  it("a simulator that is gone is named as such", async () => {
    await visitor.changeSettings((dialog) =>
      dialog.getByLabel("Address").fill("http://127.0.0.1:9"),
    );
    expect(await visitor.askAndWait("Hello")).toBe("failed");
    expect(await read(visitor.answer)).toContain("No credentials could be fetched");
    await visitor.answer.getByRole("button", { name: "Open settings" }).click();
    expect(await visitor.page.getByRole("dialog").isVisible()).toBe(true);
  });

  it.each(["light", "dark"] as const)("screenshot in %s", async (colorScheme) => {
    const folder = join(import.meta.dirname, "../../demo/browser/screenshots");
    const path = join(folder, `${colorScheme}.png`);
    await visitor.page.emulateMedia({ colorScheme });
    await visitor.page.setViewportSize({ width: 1360, height: 860 });
    site.simulator.pace = { firstTokenMs: 450, tokensPerSecond: 60 };
    for (const name of ["Clock tool", "Thinking"]) {
      await visitor.page.getByRole("button", { name }).click();
    }
    await visitor.askAndWait("What time is it in Lisbon? Tell me in 60 words");
    await visitor.answer.locator("summary").first().click();
    await visitor.openTab("Requests");
    await visitor.page.getByRole("button", { name: /^clock/ }).click();
    await visitor.page.mouse.move(0, 0);
    const image = await visitor.page.screenshot();
    expect(image.length).toBeGreaterThan(20_000);
    // Numbers differ from run to run: what is committed is not touched unless that is asked for.
    if (process.env.UPDATE_SCREENSHOTS || !existsSync(path)) {
      mkdirSync(folder, { recursive: true });
      await visitor.page.screenshot({ path });
    }
  });
});

const pool = "eu-central-1:11111111-2222-3333-4444-555555555555";
const role = "arn:aws:iam::123456789012:role/guest";

/** The names of all faults, as the simulator lists them for a misspelled one. */
function everyFault(): string[] {
  try {
    parseFault("?");
  } catch (error) {
    return /There are: ([^.]+)/.exec((error as Error).message)![1]!.split(", ");
  }
  throw new Error("'?' is a fault.");
}

/** By fault: what the visitor reads, or that the answer is complete. */
const outcomes: Readonly<Record<string, string>> = {
  "throttle; retryAfter=2": "Too many requests right now",
  "error; name=AccessDeniedException": "Guests may not ask this model",
  "error; name=ValidationException": "Bedrock did not accept the request",
  "error; name=ResourceNotFoundException": "There is no such model here",
  "error; name=ServiceQuotaExceededException": "The account’s quota is used up",
  "error; name=ModelNotReadyException": "The model is still waking up",
  "error; name=ModelTimeoutException": "The model took too long",
  "error; name=ModelErrorException; originalStatusCode=500": "The model failed",
  "error; name=InternalServerException": "Bedrock has a problem",
  "error; name=ServiceUnavailableException": "Bedrock has a problem",
  "error; name=UnrecognizedClientException": "The credentials are no longer good",
  "error; name=InvalidSignatureException": "The signature was refused",
  "error; status=403; header=false; body=empty": "Guests may not ask this model",
  "error; name=InternalServerException; body=huge": "Bedrock has a problem",
  "expired-token": "The credentials are no longer good",
  "skewed-clock; ms=1800000": "complete",
  "html; status=503": "Bedrock has a problem",
  "redirect; location=http://localhost:9/": "A redirect was refused",
  json: "This is not Bedrock",
  "unknown-operation": "This is not Bedrock",
  "cut; after=20": "The answer was cut off",
  "cut; after=20; bytes=60": "The answer was cut off",
  "cut; after=0": "The answer was empty",
  "exception; name=throttlingException; after=20": "Too many requests right now",
  "exception; name=throttlingException": "Too many requests right now",
  "exception; name=modelStreamErrorException; after=20; originalStatusCode=500":
    "The model failed while it was answering",
  "error-frame; after=20": "Bedrock refused",
  "flip; after=20": "The answer was damaged on its way",
  "length; after=20": "The answer was damaged on its way",
  "bad-chunk; kind=bad-base64; after=20": "The answer makes no sense",
  "bad-chunk; kind=no-bytes; after=20": "complete",
  "unknown-event; after=20": "complete",
  "delay; ms=150; at=frames": "complete",
  "delay; ms=3000; at=first-frame": "The answer fell silent",
  "drip; bytes=40; ms=10": "complete",
  stall: "No answer began",
  "stall; after=20": "The answer fell silent",
  reset: "The simulator cannot be reached",
  "reset; after=20": "The connection broke",
};
