import { line, z } from "#/kernel/fields.ts";
import { imageTypeOf } from "#/kernel/images.ts";

/** The longest path of a drawn signature, and the largest picture of one, in characters. */
const MOST_PATH = 20_000;
const MOST_PICTURE = 65_536;

/** Moves, lines and curves with plain numbers, and nothing else that a page would draw or run. */
const PATH = /^M ?-?\d[\d.,\s-]*(?:[MLQCTSHVZmlqctshvz][\d.,\s-]*)+$/;
const isPath = (text: string): boolean => PATH.test(text) && /[LQCTSHVlqctshv]/.test(text);

function isPng(base64: string): boolean {
  try {
    const head = Uint8Array.from(atob(base64.slice(0, 16)), (char) => char.charCodeAt(0));
    return imageTypeOf(head) === "image/png" && atob(base64).length > 60;
  } catch {
    return false; // not base64
  }
}

const Typed = z.strictObject({
  kind: z.literal("typed").openapi({ description: "the name, typed as the signature" }),
  text: line(120).openapi({ description: "what they typed" }),
});
export const DrawnPath = z
  .string()
  .max(MOST_PATH)
  .refine(isPath, "must be the data of an SVG path: M, L, Q, C and numbers");
const Drawn = z.strictObject({
  kind: z.literal("drawn").openapi({ description: "drawn with a finger or a mouse" }),
  path: DrawnPath.openapi({
    description: "data of an SVG path in a box of 600 by 200",
    example: "M10 150 Q 60 20 110 140 L 180 90",
  }),
});
const Picture = z.strictObject({
  kind: z.literal("image").openapi({ description: "a picture of it" }),
  png: z.string().max(MOST_PICTURE).refine(isPng, "must be a PNG in base64").openapi({ description: "PNG in base64" }),
});
/** How somebody has signed. */
export const Signature = z.discriminatedUnion("kind", [Typed, Drawn, Picture]);
export type Signature = z.output<typeof Signature>;
