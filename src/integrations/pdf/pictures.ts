import type { Frame } from "./blocks.ts";
import { LEADING, type Sheet } from "./sheet.ts";

/** A photo, or a signature, with what it shows. */
export type Picture = { caption: string; bytes: Uint8Array<ArrayBuffer>; isSignature?: boolean };
/** Draws the picture of this place in the list into a box; false where it cannot be drawn. */
export type Draw = (picture: number, box: { x: number; y: number; width: number; height: number }) => boolean;

/** Said where a picture would be whose file is damaged, or of a kind that a PDF cannot have. */
export const BROKEN = "This picture cannot be shown.";
const GAP = 14;
const HEIGHT = { photo: 210, signature: 80 };

/** Pictures two beside each other, over as many pages as they take. A row stays together with its captions. */
export function picturesOn(
  sheet: Sheet,
  top: number,
  pictures: readonly Picture[],
  draw: Draw,
  frame: Frame,
  nextPage: () => number,
): number {
  const width = (frame.width - GAP) / 2;
  const style = { size: 9, bold: true };
  let y = top;
  for (let i = 0; i < pictures.length; i += 2) {
    const row = pictures.slice(i, i + 2).map((picture, n) => {
      const caption = sheet.wrap(picture.caption, width, style, 2);
      return { caption, at: i + n, height: picture.isSignature ? HEIGHT.signature : HEIGHT.photo };
    });
    const captions = Math.max(...row.map(({ caption }) => caption.length)) * style.size * LEADING + 4;
    const height = captions + Math.max(...row.map((one) => one.height));
    if (y + height > frame.bottom) y = nextPage();
    for (const [n, one] of row.entries()) {
      const x = frame.x + n * (width + GAP);
      sheet.lines(one.caption, { x, y, width }, style);
      const isDrawn = draw(one.at, { x, y: y + captions, width, height: one.height });
      if (!isDrawn) sheet.line(BROKEN, { x, y: y + captions, width }, { size: 9 });
    }
    y += height + GAP;
  }
  return y;
}
