import { GREY, LEADING, type Sheet } from "./sheet.ts";

// Parts of a page besides its tables.

export type Frame = { x: number; width: number; bottom: number };

export type Sum = { label: string; amount: string; isStrong?: boolean };
/** Who a document is for: a name with an address. */
export type Party = { label: string; name: string; lines: readonly string[] };

type Facts = readonly (readonly [label: string, value: string])[];

/** Lines of a paragraph of a note: more are cut off. */
const MOST_NOTE_LINES = 400;

/** Labels with their values, in two columns. */
export function facts(sheet: Sheet, top: number, all: Facts, frame: Frame): number {
  const half = frame.width / 2;
  const label = 110;
  const rows = Math.ceil(all.length / 2);
  let y = top;
  for (let row = 0; row < rows; row++) {
    const heights = [all[row], all[row + rows]].map((fact, i) => {
      if (!fact) return 0;
      const x = frame.x + i * half;
      sheet.line(fact[0], { x, y, width: label }, { size: 9, color: GREY });
      const lines = sheet.wrap(fact[1], half - label - 10, { size: 9 });
      sheet.lines(lines, { x: x + label, y, width: half - label - 10 }, { size: 9 });
      return lines.length * 9 * LEADING;
    });
    y += Math.max(...heights) + 2;
  }
  return y + 10;
}

/** Parties beside each other, and the facts at the right of them. */
export function addressed(sheet: Sheet, top: number, parties: readonly Party[], all: Facts, frame: Frame): number {
  const right = 190;
  const width = (frame.width - right) / Math.max(parties.length, 1) - 14;
  const heights = parties.map(({ label, name, lines }, i) => {
    const x = frame.x + i * (width + 14);
    sheet.line(label, { x, y: top, width }, { size: 8, color: GREY });
    let y = top + 12;
    for (const [n, text] of [name, ...lines].entries()) {
      const style = { size: 9.5, bold: n === 0 };
      const parts = sheet.wrap(text, width, style);
      sheet.lines(parts, { x, y, width }, style);
      y += parts.length * style.size * LEADING;
    }
    return y;
  });
  let y = top;
  for (const [label, value] of all) {
    const lines = sheet.wrap(value, right - 80, { size: 9 });
    sheet.line(label, { x: frame.x + frame.width - right, y, width: 80 }, { size: 9, color: GREY });
    sheet.lines(lines, { x: frame.x + frame.width - right + 80, y, width: right - 80, align: "right" }, { size: 9 });
    y += lines.length * 9 * LEADING + 2;
  }
  return Math.max(y, ...heights) + 14;
}

/** Sums at the right edge; they stay together on a page. */
export function sumsOf(sheet: Sheet, top: number, sums: readonly Sum[], frame: Frame, nextPage: () => number): number {
  const width = 230;
  const x = frame.x + frame.width - width;
  const step = 15;
  let y = top + sums.length * step + 6 > frame.bottom ? nextPage() : top;
  for (const { label, amount, isStrong = false } of sums) {
    const style = { size: isStrong ? 11 : 9, bold: isStrong };
    if (isStrong) sheet.rule(x, y + 1, width, "#b9c0c7", 0.8);
    const at = y + (isStrong ? 5 : 2);
    const [first = ""] = sheet.wrap(label, width - 100, style);
    sheet.line(first, { x: x + 4, y: at, width: width - 104 }, style);
    sheet.line(amount, { x, y: at, width: width - 4, align: "right" }, style);
    y += isStrong ? step + 5 : step;
  }
  return y + 14;
}

/** A text of any length in its lines, with what it is called; `title` is that of a section, which begins with it. */
export type Note = { title?: string | undefined; heading?: string; text: string };

/** Texts line by line, over as many pages as they take. */
export function notesOf(
  sheet: Sheet,
  top: number,
  notes: readonly Note[],
  frame: Frame,
  nextPage: () => number,
): number {
  let y = top;
  const write = (text: string, style: { size: number; bold?: boolean; color?: string }) => {
    for (const paragraph of text.split("\n"))
      for (const line of sheet.wrap(paragraph, frame.width, style, MOST_NOTE_LINES)) {
        if (y + style.size * LEADING > frame.bottom) y = nextPage();
        sheet.line(line, { ...frame, y }, style);
        y += style.size * LEADING;
      }
  };
  for (const { title, heading, text } of notes) {
    const heads = (title ? 10.5 : 0) + (heading ? 9.5 : 0);
    if (heads > 0 && y + (heads + 9) * LEADING > frame.bottom) y = nextPage(); // a heading stays with what it is about
    if (title) write(title, { size: 10.5, bold: true });
    if (heading) write(heading, { size: 9.5, bold: true });
    if (text) write(text, heading ? { size: 9 } : { size: 8, color: GREY });
    y += 10;
  }
  return y;
}
