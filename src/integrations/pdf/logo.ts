import { isPng, opaquePng } from "./png.ts";

/** An image as a document can show it: PNG or JPEG, not too large when it is unpacked. Undefined for others, WebP among them. */
export async function embeddable(
  image: Uint8Array<ArrayBuffer> | undefined,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (!image) return undefined;
  if (image[0] === 0xff && image[1] === 0xd8) return image; // JPEG stays packed
  return isPng(image) ? await opaquePng(image) : undefined;
}
