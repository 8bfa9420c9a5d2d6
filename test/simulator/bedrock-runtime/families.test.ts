import { createSimulator, type SimulatorModels } from "bedrock-fetch/simulator";
import { describe, expect, it } from "vitest";
import { decodeFrames } from "../../helpers/eventstream/decode-frames.ts";
import { apiKey, call, invoke, prompt, refusalOf } from "../invoke.ts";

const simulator = createSimulator({ apiKeys: [apiKey] });

// What an answer holds is looked at by what its family says: its types are the test.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Answer = any;

async function answer(modelId: string, body: object): Promise<Answer> {
  const response = await invoke(simulator, { modelId, body });
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json();
}

const refused = async (modelId: string, body: object) =>
  (await refusalOf(await invoke(simulator, { modelId, body }))).message;

const lengthOf = (vector: number[]) => Math.hypot(...vector);
const closeness = (one: number[], other: number[]) =>
  one.reduce((sum, value, at) => sum + value * other[at]!, 0);

describe("embeddings", () => {
  const titan = "amazon.titan-embed-text-v2:0";

  it("are the same for the same text, of length 1, and close for close texts", async () => {
    const embed = async (inputText: string) => (await answer(titan, { inputText })).embedding;
    const [cats, again, others, frames] = [
      await embed("Cats chase mice"),
      await embed("Cats chase mice"),
      await embed("Mice fear cats"),
      await embed("An event stream has frames"),
    ];
    expect(cats).toEqual(again);
    expect(lengthOf(cats)).toBeCloseTo(1, 5);
    expect(closeness(cats, others)).toBeGreaterThan(closeness(cats, frames) + 0.2);
  });

  it("of Titan have the dimensions and the types that were asked for", async () => {
    const body = { inputText: "Hi", dimensions: 256, embeddingTypes: ["float", "binary"] };
    const { embedding, embeddingsByType, inputTextTokenCount } = await answer(titan, body);
    expect(embedding).toHaveLength(256);
    expect(embeddingsByType.float).toEqual(embedding);
    expect(new Set(embeddingsByType.binary)).toEqual(new Set([0, 1]));
    expect(inputTextTokenCount).toBe(1);
    expect(
      (await answer("amazon.titan-embed-text-v1", { inputText: "Hi" })).embedding,
    ).toHaveLength(1536);
  });

  it.for([
    [titan, "dimensions", (dimensions: number) => ({ inputText: "Hi", dimensions })],
    [
      "amazon.titan-embed-image-v1",
      "outputEmbeddingLength",
      (outputEmbeddingLength: number) => ({
        inputText: "Hi",
        embeddingConfig: { outputEmbeddingLength },
      }),
    ],
    [
      "us.cohere.embed-v4:0",
      "output_dimension",
      (output_dimension: number) => ({
        input_type: "search_document",
        texts: ["Hi"],
        output_dimension,
      }),
    ],
    [
      "amazon.nova-2-multimodal-embeddings-v1:0",
      "embeddingDimension",
      (embeddingDimension: number) => ({
        taskType: "SINGLE_EMBEDDING",
        singleEmbeddingParams: {
          embeddingPurpose: "GENERIC_INDEX",
          embeddingDimension,
          text: { truncationMode: "END", value: "Hi" },
        },
      }),
    ],
  ] as const)("of %s cannot have more %s than the model makes", async ([model, name, bodyOf]) => {
    expect(await refused(model, bodyOf(1e12))).toContain(`#/${name}: ${1e12} is not less or equal`);
  });

  it.for([
    ["us.twelvelabs.marengo-embed-2-7-v1:0", 1024, (_: string, input: object) => input],
    [
      "twelvelabs.marengo-embed-3-0-v1:0",
      512,
      (type: string, input: object) => ({ [type]: input }),
    ],
  ] as const)("of %s are of texts and images", async ([model, dimensions, inputOf]) => {
    const embed = async (inputType: string, input: object) =>
      (await answer(model, { inputType, ...inputOf(inputType, input) })).data;
    const mediaSource = { base64String: "iVBORw0KGgo=" };
    const cats = await embed("text", { inputText: "Cats chase mice" });
    expect(cats).toEqual([{ embedding: expect.any(Array) }]);
    expect(cats[0].embedding).toHaveLength(dimensions);
    const [mice] = await embed("text", { inputText: "Mice fear cats" });
    const [image] = await embed("image", { mediaSource });
    expect(closeness(cats[0].embedding, mice.embedding)).toBeGreaterThan(
      closeness(cats[0].embedding, image.embedding) + 0.2,
    );
    expect(await refused(model, { inputType: "text" })).toContain("[inputText]");
    expect(await refused(model, { inputType: "image" })).toContain("[mediaSource]");
  });

  it("of Titan's images are of a text, an image or both", async () => {
    const model = "amazon.titan-embed-image-v1";
    const embed = async (body: object) => (await answer(model, body)).embedding;
    const inputImage = "iVBORw0KGgo=";
    expect(await embed({ inputText: "cat" })).toHaveLength(1024);
    const config = { embeddingConfig: { outputEmbeddingLength: 384 } };
    expect(await embed({ inputImage, ...config })).toHaveLength(384);
    expect(await embed({ inputImage, inputText: "cat" })).not.toEqual(await embed({ inputImage }));
    expect(await refused(model, {})).toContain("required key [inputText] not found");
  });

  it("of Cohere come by type where types are asked for, and always from version 4", async () => {
    const body = { texts: ["Ruby", "Python"], input_type: "search_document" };
    const third = await answer("cohere.embed-english-v3", body);
    expect(third).toMatchObject({ response_type: "embeddings_floats", texts: body.texts });
    expect(third.embeddings.map(({ length }: number[]) => length)).toEqual([1024, 1024]);

    const embedding_types = ["float", "int8", "uint8", "binary", "ubinary"];
    const { embeddings } = await answer("cohere.embed-multilingual-v3", {
      ...body,
      embedding_types,
    });
    expect(Object.keys(embeddings)).toEqual(embedding_types);
    expect(embeddings.binary[0]).toHaveLength(128);
    expect(Math.max(...embeddings.int8[0].map(Math.abs))).toBe(127);
    expect(Math.min(...embeddings.uint8[0], ...embeddings.ubinary[0])).toBeGreaterThanOrEqual(0);

    const fourth = await answer("us.cohere.embed-v4:0", { ...body, output_dimension: 512 });
    expect(fourth.response_type).toBe("embeddings_by_type");
    expect(fourth.embeddings.float[1]).toHaveLength(512);
    expect(await refused("cohere.embed-english-v3", { texts: ["a"] })).toContain("[input_type]");
  });

  it("of Nova are of a text, an image, a sound or a film", async () => {
    const model = "amazon.nova-2-multimodal-embeddings-v1:0";
    const embed = (params: object) =>
      answer(model, {
        taskType: "SINGLE_EMBEDDING",
        singleEmbeddingParams: {
          embeddingPurpose: "GENERIC_INDEX",
          embeddingDimension: 256,
          ...params,
        },
      });
    const { embeddings } = await embed({ text: { truncationMode: "END", value: "Hi" } });
    expect(embeddings).toMatchObject([{ embeddingType: "TEXT" }]);
    expect(embeddings[0].embedding).toHaveLength(256);
    const source = { bytes: "AAAA" };
    const types = async (params: object) =>
      (await embed(params)).embeddings.map(({ embeddingType }: Answer) => embeddingType);
    expect(await types({ image: { format: "png", source } })).toEqual(["IMAGE"]);
    expect(await types({ video: { source, embeddingMode: "AUDIO_VIDEO_SEPARATE" } })).toEqual([
      "VIDEO",
      "AUDIO",
    ]);
    expect(await refused(model, { messages: [] })).toContain("required key [taskType] not found");
  });
});

describe("rerank", () => {
  it.for(["cohere.rerank-v3-5:0", "amazon.rerank-v1:0"])(
    "%s puts what has the query's words first",
    async (model) => {
      const documents = [
        "Carson City is a capital.",
        "Bread is baked.",
        "The capital of the States is Washington.",
      ];
      const { results } = await answer(model, {
        query: "What is the capital of the States?",
        documents,
        top_n: 2,
        api_version: 2,
      });
      expect(results.map(({ index }: Answer) => index)).toEqual([2, 0]);
      expect(results[0].relevance_score).toBeGreaterThan(results[1].relevance_score);
    },
  );
});

describe("images", () => {
  const pixelsOf = (image: string) => {
    const bytes = Buffer.from(image, "base64");
    expect(bytes.subarray(0, 8)).toEqual(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  };

  it.for(["amazon.nova-canvas-v1:0", "amazon.titan-image-generator-v2:0"])(
    "of %s are PNGs of the size and number that were asked for",
    async (model) => {
      const body = {
        taskType: "TEXT_IMAGE",
        textToImageParams: { text: "A robot" },
        imageGenerationConfig: { width: 320, height: 200, numberOfImages: 2 },
      };
      const { images } = await answer(model, body);
      expect(images.map(pixelsOf)).toEqual([
        [320, 200],
        [320, 200],
      ]);
      expect(images[0]).not.toBe(images[1]);
      expect((await answer(model, body)).images).toEqual(images);
      expect(await refused(model, prompt("Hi"))).toContain("required key [taskType] not found");
    },
  );

  it("of Stability's models have the aspect ratio that was asked for", async () => {
    const model = "stability.stable-image-ultra-v1:1";
    const { images, seeds, finish_reasons } = await answer(model, {
      prompt: "A car",
      aspect_ratio: "16:9",
      seed: 7,
    });
    expect({ seeds, finish_reasons }).toEqual({ seeds: [7], finish_reasons: [null] });
    expect(pixelsOf(images[0])).toEqual([1344, 768]);
    expect((await answer("stability.sd3-5-large-v1:0", { prompt: "A car" })).images).toHaveLength(
      1,
    );
  });

  it("can be read by whoever reads PNGs", async () => {
    const { images } = await answer("amazon.nova-canvas-v1:0", {
      taskType: "TEXT_IMAGE",
      textToImageParams: { text: "A robot" },
    });
    const { inflateSync } = await import("node:zlib");
    const bytes = Buffer.from(images[0], "base64");
    const at = bytes.indexOf("IDAT");
    const data = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
    // A line of 1024 pixels at a bit each, and the byte before it.
    expect(data).toHaveLength(1024 * 129);
  });
});

describe("chat of other families", () => {
  it("Pegasus answers about a film, whole and streamed", async () => {
    const modelId = "us.twelvelabs.pegasus-1-2-v1:0";
    const body = {
      inputPrompt: "What happens in it?",
      mediaSource: { s3Location: { uri: "s3://films/one.mp4", bucketOwner: "123456789012" } },
    };
    const { message, finishReason } = await answer(modelId, body);
    expect(message).toContain("What happens in it?");
    expect(finishReason).toBe("stop");
    const response = await invoke(simulator, { modelId, body, stream: true });
    const documents = decodeFrames(new Uint8Array(await response.arrayBuffer())).map(
      ({ document }) => JSON.parse(document),
    );
    expect(documents.map((document) => document.message).join("")).toBe(message);
    expect(documents.at(-1).finishReason).toBe("stop");
    expect(await refused(modelId, { ...body, mediaSource: {} })).toContain("[base64String]");
  });

  it.for([
    "google.gemma-3-27b-it",
    "moonshot.kimi-k2-thinking",
    "moonshotai.kimi-k2.5",
    "minimax.minimax-m2",
    "zai.glm-4.7",
    "nvidia.nemotron-nano-12b-v2",
    "us.writer.palmyra-x5-v1:0",
    "qwen.qwen3-coder-30b-a3b-v1:0",
    "deepseek.v3.2",
    "mistral.magistral-small-2509",
  ])("%s chats as OpenAI's models do, and converses", async (modelId) => {
    const { choices } = await answer(modelId, {
      messages: [{ role: "user", content: "Hi there" }],
    });
    expect(choices[0]).toMatchObject({ finish_reason: "stop", message: { role: "assistant" } });
    const response = await call(simulator, `/model/${encodeURIComponent(modelId)}/converse`, {
      messages: [{ role: "user", content: [{ text: "Hi there" }] }],
    });
    const { output } = await response.json();
    expect(output.message.content.map(({ text }: Answer) => text).join("")).toContain("Hi there");
  });

  it.for([
    ["openai.gpt-oss-120b-1:0", { reasoning_effort: "low" }, /^<reasoning>.*<\/reasoning>\S/s],
    ["us.deepseek.r1-v1:0", {}, /^<think>.*<\/think>\S/s],
  ] as const)("%s thinks in the text, in tags", async ([modelId, more, pattern]) => {
    const { choices } = await answer(modelId, {
      messages: [{ role: "user", content: "Why?" }],
      ...more,
    });
    expect(choices[0].message.content).toMatch(pattern);
  });
});

describe("a member that the model does not know is refused by", () => {
  it.for([
    ["amazon.titan-text-express-v1", { inputText: "Hi" }],
    ["meta.llama3-8b-instruct-v1:0", { prompt: "Hi" }],
    ["amazon.nova-micro-v1:0", { messages: [{ role: "user", content: [{ text: "Hi" }] }] }],
  ] as const)("%s", async ([modelId, body]) => {
    expect(await refused(modelId, { ...body, max_tokens: 5 })).toBe(
      "Malformed input request: #: extraneous key [max_tokens] is not permitted, please reformat your input and try again.",
    );
  });
});

describe("a model's id", () => {
  const claude = "anthropic.claude-haiku-4-5-20251001-v1:0";
  const account = "arn:aws:bedrock:us-east-1:123456789012";

  it.for([
    ...["us", "us-gov", "eu", "apac", "jp", "au", "ca", "global"].map(
      (place) => `${place}.${claude}`,
    ),
    `${account}:inference-profile/us.${claude}`,
    `arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.${claude}`,
    "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
    `${account}:application-inference-profile/abcdef123456`,
    `${account}:provisioned-model/abcdef123456`,
    `${account}:imported-model/abcdef123456`,
    `${account}:custom-model-deployment/abcdef123456`,
    `${account}:default-prompt-router/anthropic.claude:1`,
    `${account}:prompt-router/abcdef123456`,
    "arn:aws:sagemaker:us-east-1:123456789012:endpoint/my-endpoint",
  ])("%s is understood", async (modelId) => {
    expect((await answer(modelId, prompt("Hi"))).type).toBe("message");
    const path = `/model/${encodeURIComponent(modelId)}/converse`;
    const input = { messages: [{ role: "user", content: [{ text: "Hi" }] }] };
    expect((await call(simulator, path, input)).status).toBe(200);
  });

  it.for([
    ["anthropic.claude:1", "us.anthropic.claude-3-5-sonnet-20240620-v1:0"],
    ["meta.llama:1", "us.meta.llama3-1-70b-instruct-v1:0"],
    ["amazon.nova:1", "us.amazon.nova-lite-v1:0"],
  ])(
    "of the router %s says in Converse's trace which model was chosen",
    async ([router, chosen]) => {
      const modelId = `${account}:default-prompt-router/${router}`;
      const trace = { promptRouter: { invokedModelId: `${account}:inference-profile/${chosen}` } };
      const input = { messages: [{ role: "user", content: [{ text: "Hi" }] }] };
      const path = `/model/${encodeURIComponent(modelId)}/converse`;
      expect((await (await call(simulator, path, input)).json()).trace).toEqual(trace);

      const response = await call(simulator, `${path}-stream`, input);
      const frames = decodeFrames(new Uint8Array(await response.arrayBuffer()));
      expect(JSON.parse(frames.at(-1)!.payload)).toMatchObject({ trace });

      const guardrailConfig = {
        guardrailIdentifier: "abc",
        guardrailVersion: "1",
        trace: "enabled",
      };
      const guarded = await (await call(simulator, path, { ...input, guardrailConfig })).json();
      expect(Object.keys(guarded.trace).sort()).toEqual(["guardrail", "promptRouter"]);
    },
  );

  it("of a router of one's own stands for what it is an alias of", async () => {
    const modelId = `${account}:prompt-router/abcdef123456`;
    const own = createSimulator({ apiKeys: [apiKey], models: { aliases: { [modelId]: claude } } });
    const path = `/model/${encodeURIComponent(modelId)}/converse`;
    const input = { messages: [{ role: "user", content: [{ text: "Hi" }] }] };
    const { trace } = await (await call(own, path, input)).json();
    expect(trace.promptRouter.invokedModelId).toBe(`${account}:inference-profile/us.${claude}`);
  });

  const needsProfile = (modelId: string) =>
    `Invocation of model ID ${modelId} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`;

  it.for([
    [claude, claude],
    [`arn:aws:bedrock:us-east-1::foundation-model/${claude}`, claude],
    ["anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-6-v1"],
    ["deepseek.r1-v1:0", "deepseek.r1-v1:0"],
    ["amazon.nova-2-lite-v1:0", "amazon.nova-2-lite-v1:0"],
    ["meta.llama3-3-70b-instruct-v1:0", "meta.llama3-3-70b-instruct-v1:0"],
  ])("%s is refused, for it is served through a profile only", async ([modelId, bare]) => {
    expect(await refused(modelId!, prompt("Hi"))).toBe(needsProfile(bare!));
    const path = `/model/${encodeURIComponent(modelId!)}/converse`;
    const input = { messages: [{ role: "user", content: [{ text: "Hi" }] }] };
    expect((await refusalOf(await call(simulator, path, input))).message).toBe(needsProfile(bare!));
  });

  const by = (models: SimulatorModels) => {
    const own = createSimulator({ apiKeys: [apiKey], models });
    return async (modelId: string, body: object = prompt("Hi")) => {
      const response = await invoke(own, { modelId, body });
      return response.status === 200 ? 200 : refusalOf(response);
    };
  };

  it("by itself is enough for Anthropic's own path", async () => {
    const body = { ...prompt("Hi"), model: claude };
    expect((await call(simulator, "/anthropic/v1/messages", body)).status).toBe(200);
  });

  it("can be served otherwise, by a list", async () => {
    const send = by({ profileOnly: ["anthropic.claude-v2", "anthropic.claude-3-*"] });
    expect(await send(claude)).toBe(200);
    for (const id of ["anthropic.claude-v2", "anthropic.claude-3-haiku-20240307-v1:0"]) {
      expect(await send(id)).toMatchObject({ status: 400, message: needsProfile(id) });
      expect(await send(`us.${id}`)).toBe(200);
    }
    expect(await send("anthropic.claude-v2:1")).toBe(200);
  });

  it("can have ended, by a list", async () => {
    const send = by({ ended: ["anthropic.claude-3-5-sonnet-20240620-v1:0"] });
    expect(await send("us.anthropic.claude-3-5-sonnet-20240620-v1:0")).toEqual({
      status: 404,
      name: "ResourceNotFoundException",
      message:
        "This model version has reached the end of its life. Please refer to the AWS documentation for more details.",
    });
  });

  it("of one's own can stand for another", async () => {
    const profile = `${account}:application-inference-profile/abcdef123456`;
    const send = by({ aliases: { [profile]: "amazon.nova-2-lite-v1:0", mine: claude } });
    expect(await send(profile, { messages: [{ role: "user", content: [{ text: "Hi" }] }] })).toBe(
      200,
    );
    expect(await send(profile)).toMatchObject({ status: 400 });
    expect(await send("mine")).toBe(200);
  });
});
