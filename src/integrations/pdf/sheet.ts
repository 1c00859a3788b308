import type { PDFDocument } from "pdfkit";
import { type Faces, runsOf } from "./fonts.ts";
import { breakLines, cleanText, fromLeftToRight } from "./words.ts";

export type Style = { size: number; bold?: boolean; color?: string };
export type Box = { x: number; y: number; width: number; align?: "right" | undefined };

const INK = "#1c1f24";
export const GREY = "#5c6470";
/** Height of a line, in sizes of its letters. */
export const LEADING = 1.3;
/** From the top of a line to where its letters stand, in their sizes: the same for all fonts of the line. */
const BASELINE = 0.94;
/** Lines of one cell: more are cut off with an ellipsis. */
const MOST_LINES = 12;

/** Writes on the pages of a document: any text, in whatever script, within a width. */
export function sheetOf(doc: PDFDocument, { regular, bold, others }: Faces) {
  for (const { name, font } of [regular, bold, ...others]) doc.registerFont(name, font);
  const widths = new Map<string, number>();
  const runs = (text: string, { bold: isBold }: Style) => runsOf(text, isBold ? bold : regular, others);

  const measure = (name: string, text: string, size: number) => doc.font(name, size).widthOfString(text);

  function widthOf(text: string, style: Style): number {
    const key = `${style.bold ? "b" : ""}${style.size}/${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      width = runs(text, style).reduce((sum, run) => sum + measure(run.face.name, run.text, style.size), 0);
      widths.set(key, width);
    }
    return width;
  }

  function line(text: string, { x, y, width, align }: Box, style: Style): void {
    let at = align === "right" ? x + width - widthOf(text, style) : x;
    for (const piece of fromLeftToRight(text))
      for (const run of runs(piece, style)) {
        doc
          .font(run.face.name, style.size)
          .fillColor(style.color ?? INK)
          .text(run.text, at, y + style.size * BASELINE, { lineBreak: false, baseline: "alphabetic" });
        at += measure(run.face.name, run.text, style.size);
      }
  }

  const sheet = {
    width: (text: string, style: Style) => widthOf(cleanText(text), style),
    line(text: string, box: Box, style: Style): void {
      line(cleanText(text), box, style);
    },
    /** The lines of a text within a width. */
    wrap: (text: string, width: number, style: Style, most = MOST_LINES): string[] =>
      breakLines(cleanText(text), width, (part) => widthOf(part, style), most),
    /** Writes lines below each other. */
    lines(texts: readonly string[], box: Box, style: Style): void {
      for (const [i, text] of texts.entries()) line(text, { ...box, y: box.y + i * style.size * LEADING }, style);
    },
    rule(x: number, y: number, width: number, color: string, thickness = 0.5): void {
      doc
        .lineWidth(thickness)
        .strokeColor(color)
        .moveTo(x, y)
        .lineTo(x + width, y)
        .stroke();
    },
    fill(x: number, y: number, width: number, height: number, color: string): void {
      doc.rect(x, y, width, height).fill(color);
    },
  };
  const nothing = () => undefined;
  return {
    ...sheet,
    /** Measures and breaks lines, but writes nothing. */ silent: {
      ...sheet,
      line: nothing,
      lines: nothing,
      rule: nothing,
      fill: nothing,
    },
  };
}
export type Sheet = Omit<ReturnType<typeof sheetOf>, "silent">;
