const EXTENSIONS = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp" } as const;
export type ImageType = keyof typeof EXTENSIONS;

/** The images that browsers show; the example is of the first type. No SVG: it may carry scripts. */
export const imageTypes = ["image/png", "image/jpeg", "image/webp"] as const satisfies readonly ImageType[];

/** A PNG of one pixel in base64, as the example of an upload. */
export const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const startsWith = (bytes: Uint8Array, at: number, start: readonly number[]): boolean =>
  start.every((byte, i) => bytes[at + i] === byte);
const codes = (text: string): number[] => Array.from(text, (char) => char.charCodeAt(0));

/** The type of an image by its first bytes; undefined for any other file. */
export function imageTypeOf(bytes: Uint8Array): ImageType | undefined {
  if (startsWith(bytes, 0, [0x89, ...codes("PNG\r\n"), 0x1a, 0x0a])) return "image/png";
  if (startsWith(bytes, 0, [0xff, 0xd8, 0xff])) return "image/jpeg";
  if (startsWith(bytes, 0, codes("RIFF")) && startsWith(bytes, 8, codes("WEBP"))) return "image/webp";
  return undefined;
}

/** The name of an image's file follows from its content: another image has another name. */
export const imageName = (sha256: string, type: ImageType): string => `${sha256}.${EXTENSIONS[type]}`;
