import { base64 } from "../../../eventstream/base64.ts";
import { limitAt, malformed, objectAt, required, stringAt } from "../../../json.ts";
import { type Random, seededRandom } from "../../../random.ts";
import type { OtherModel } from "../model.ts";
import { png } from "./png.ts";

const DEFAULT_PIXELS = 1024;
const MAX_PIXELS = 4096;
const MAX_IMAGES = 5;

/** Each task's own parameters. */
const TASKS: Readonly<Record<string, string>> = {
  TEXT_IMAGE: "textToImageParams",
  COLOR_GUIDED_GENERATION: "colorGuidedGenerationParams",
  IMAGE_VARIATION: "imageVariationParams",
  INPAINTING: "inPaintingParams",
  OUTPAINTING: "outPaintingParams",
  BACKGROUND_REMOVAL: "backgroundRemovalParams",
  VIRTUAL_TRY_ON: "virtualTryOnParams",
};

/** Amazon Nova Canvas and Titan Image Generator: PNGs of two colors in the size that was asked for. */
export const novaCanvas: OtherModel = {
  answer(body) {
    required(body.taskType, "taskType");
    const task = stringAt(body, "taskType");
    const params = Object.hasOwn(TASKS, task) ? TASKS[task]! : undefined;
    if (params === undefined) throw malformed(`#/taskType: ${task} is not a valid enum value`);
    required(body[params], params);
    const config = objectAt(body, "imageGenerationConfig");
    const count = Math.min(limitAt(config, "numberOfImages", 1), MAX_IMAGES);
    const width = limitAt(config, "width", DEFAULT_PIXELS, MAX_PIXELS);
    const height = limitAt(config, "height", DEFAULT_PIXELS, MAX_PIXELS);
    const images = Array.from({ length: count }, (_, index) =>
      image(width, height, seededRandom(`${index} ${JSON.stringify(body)}`)),
    );
    return { inputTokens: undefined, outputTokens: undefined, whole: { images } };
  },
};

/** Width and height for the aspect ratios that Stability's models know, at about a megapixel. */
const SIZES: Readonly<Record<string, readonly [width: number, height: number]>> = {
  "1:1": [1024, 1024],
  "16:9": [1344, 768],
  "21:9": [1536, 640],
  "2:3": [832, 1216],
  "3:2": [1216, 832],
  "4:5": [896, 1088],
  "5:4": [1088, 896],
  "9:16": [768, 1344],
  "9:21": [640, 1536],
};

/** Stability's Stable Image and Stable Diffusion 3.5; whatever the format asked for, a PNG. */
export const stability: OtherModel = {
  answer(body) {
    // Some of the image services edit an image without any words.
    if (stringAt(body, "image") === "") required(body.prompt, "prompt");
    const [width, height] = SIZES[stringAt(body, "aspect_ratio")] ?? SIZES["1:1"]!;
    const random = seededRandom(JSON.stringify(body));
    const seed =
      typeof body.seed === "number" && body.seed > 0 ? body.seed : Math.floor(random() * 2 ** 32);
    return {
      inputTokens: undefined,
      outputTokens: undefined,
      whole: { seeds: [seed], finish_reasons: [null], images: [image(width, height, random)] },
    };
  },
};

const image = (width: number, height: number, random: Random): string =>
  new TextDecoder().decode(base64(png(width, height, random)));
