import type { Picture } from "../../formats/format.ts";

/** A picture that a visitor chose. */
export interface ChosenPicture extends Picture {
  readonly name: string;
  /** Where the page shows it from. */
  readonly url: string;
}

/** Larger images are scaled down by most models, and cost tokens all the same. */
const maxSide = 1568;

/**
 * Reads any image that the browser can show, scaled down, as JPEG: what the camera noted about time and
 * place is left out.
 *
 * @throws {DOMException} if it is not an image
 */
export async function readPicture(file: Blob, name: string): Promise<ChosenPicture> {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, maxSide / Math.max(image.width, image.height));
  const picture = await paint(image.width * scale, image.height * scale, name, (context) =>
    context.drawImage(image, 0, 0, context.canvas.width, context.canvas.height),
  );
  image.close();
  return picture;
}

/** A small landscape, for those who have no image at hand. */
export function drawLandscape(): Promise<ChosenPicture> {
  return paint(480, 320, "landscape.jpg", (context) => {
    const fill = (color: string, draw: () => void) => {
      context.fillStyle = color;
      context.beginPath();
      draw();
      context.fill();
    };
    fill("#cfe6f7", () => context.rect(0, 0, 480, 320));
    fill("#f6c445", () => context.arc(370, 90, 42, 0, 2 * Math.PI));
    fill("#7fa98a", () => context.ellipse(120, 330, 260, 130, 0, 0, 2 * Math.PI));
    fill("#5d8a6c", () => context.ellipse(400, 350, 240, 120, 0, 0, 2 * Math.PI));
    fill("#a8433a", () => context.rect(150, 168, 60, 48));
    fill("#6e2c27", () => {
      context.moveTo(140, 170);
      context.lineTo(180, 134);
      context.lineTo(220, 170);
    });
  });
}

async function paint(
  width: number,
  height: number,
  name: string,
  draw: (context: OffscreenCanvasRenderingContext2D) => void,
): Promise<ChosenPicture> {
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(width)),
    Math.max(1, Math.round(height)),
  );
  const context = canvas.getContext("2d")!;
  // JPEG has no transparency.
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  draw(context);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return {
    name,
    type: "image/jpeg",
    format: "jpeg",
    bytes,
    base64: toBase64(bytes),
    url: URL.createObjectURL(blob),
  };
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  // More arguments than this are too many for some engines.
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}
