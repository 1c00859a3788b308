import bidiFactory, { type Bidi } from "bidi-js";

/** What a page cannot show: controls, marks of direction, joiners, selectors of variants, halves of a letter. */
const UNSEEN = /[\p{Cc}\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|\p{Variation_Selector}/gu;

/** One line of clean text: every kind of white space is a space, and nothing is in it that does not show. */
export const cleanText = (text: string): string =>
  text.toWellFormed().normalize("NFC").replace(/\s/gu, " ").replace(UNSEEN, "").replace(/ +/g, " ").trim();

const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/u;
let bidi: Bidi | undefined;

/**
 * The pieces of a line from left to right. A piece of right-to-left letters is one word in its logical order: the font lays it out from the right.
 * The line as a whole runs from left to right, as the page does, so that a reader of the text finds its words in their order.
 */
export function fromLeftToRight(line: string): string[] {
  if (!RIGHT_TO_LEFT.test(line)) return [line];
  bidi ??= bidiFactory();
  const found = bidi.getEmbeddingLevels(line, "ltr");
  const mirrored = bidi.getMirroredCharactersMap(line, found.levels);
  const indices = bidi.getReorderedIndices(line, found);
  const pieces: string[] = [];
  for (let i = 0; i < indices.length; ) {
    const at = indices[i] ?? 0;
    const step = (found.levels[at] ?? 0) % 2 === 1 ? -1 : 1;
    let end = i + 1;
    while (
      end < indices.length &&
      indices[end] === at + step * (end - i) &&
      found.levels[indices[end] ?? 0] === found.levels[at]
    )
      end++;
    const letters = indices.slice(i, end).map((index) => mirrored.get(index) ?? line[index] ?? "");
    pieces.push(...(step === 1 ? [letters.join("")] : wordsFromRight(letters)));
    i = end;
  }
  return pieces;
}

/** Letters as they stand from left to right, as words that a font turns round itself; a word without such letters is not turned round. */
const wordsFromRight = (letters: readonly string[]): string[] =>
  letters
    .join("")
    .split(/( )/)
    .filter((word) => word !== "")
    .map((word) => (RIGHT_TO_LEFT.test(word) ? Array.from(word).reverse().join("") : word));

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Breaks a text into lines no wider than `width`, at spaces; within a word only where it is wider than a line. At most `most` lines. */
export function breakLines(text: string, width: number, widthOf: (text: string) => number, most: number): string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  const put = (part: string, gap: string) => {
    const longer = line === "" ? part : line + gap + part;
    if (line !== "" && widthOf(longer) > width) {
      lines.push(line);
      line = part;
    } else line = longer;
  };
  for (const word of text.split(" ")) {
    if (widthOf(word) <= width) put(word, " ");
    else for (const [i, { segment }] of [...graphemes.segment(word)].entries()) put(segment, i === 0 ? " " : "");
  }
  if (line !== "") lines.push(line);
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]?.slice(0, -1)}…`];
}
