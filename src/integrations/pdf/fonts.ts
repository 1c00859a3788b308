import { create, type Font } from "fontkit";

/** Where the font files are: the Worker's static assets. */
export type Assets = { fetch(url: string): Promise<Response> };

/** A font under the name that the document knows it by. */
export type Face = { name: string; font: Font };
export type Faces = { regular: Face; bold: Face; others: readonly Face[] };

/** The files in `fonts/` of the assets (src/tools/fonts.ts puts them there). */
const REGULAR = "dejavu-sans-condensed";
const BOLD = "dejavu-sans-condensed-bold";
/** Asked in this order for what the first two lack. The last has every letter of the basic plane, if coarsely, in 13 MiB. */
const JAPANESE = "sawarabi-gothic";
const EVERYTHING = "unifontex";

/** What was read, and never what is being read: a promise of a request that ends early never settles for the others. */
const kept = new Map<string, Font>();

/** The fonts that a text needs. Those that few texts need are read only for these. */
export async function facesFor(assets: Assets, text: string): Promise<Faces> {
  const [regular, bold] = await Promise.all([keep(assets, REGULAR), keep(assets, BOLD)]);
  const lacked = (face: Face, points: readonly number[]) =>
    points.filter((point) => !face.font.hasGlyphForCodePoint(point));
  const points = [...new Set(text)].map(pointOf);
  let missing = [...new Set([...lacked(regular, points), ...lacked(bold, points)])];
  const others: Face[] = [];
  for (const name of [JAPANESE, EVERYTHING]) {
    if (missing.length === 0) break;
    const face = name === JAPANESE ? await keep(assets, name) : { name, font: create(await read(assets, name)) };
    others.push(face);
    missing = lacked(face, missing);
  }
  return { regular, bold, others };
}

/** The font stays in memory with what was read of its tables, which is most of the time that a page takes. */
async function keep(assets: Assets, name: string): Promise<Face> {
  const font = kept.get(name) ?? create(await read(assets, name));
  kept.set(name, font);
  return { name, font };
}

/**
 * Begins a document with glyphs that know of no other: each remembers of what letters it was a part, which must not reach the next document. From
 * here to the document's end nothing may wait, or a document that is made at the same time is told.
 */
export function forgetGlyphs({ regular, bold, others }: Faces): void {
  for (const { font } of [regular, bold, ...others]) (font as unknown as { _glyphs: object })._glyphs = {};
}

async function read(assets: Assets, name: string): Promise<Uint8Array> {
  const answer = await assets.fetch(`https://assets/fonts/${name}.ttf`);
  if (!answer.ok) throw new Error(`The font ${name} is not among the assets: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

export type Run = { face: Face; text: string };

/** Stands for a letter that no font has. */
export const MISSING = "\uFFFD";

const pointOf = (letter: string): number => letter.codePointAt(0) ?? 0;

/** Cuts a text into runs of one font each. What the first font lacks is shown by the first other that has all of it, letter by letter if none has. */
export function runsOf(text: string, base: Face, others: readonly Face[]): Run[] {
  const has = (face: Face, letter: string) => face.font.hasGlyphForCodePoint(pointOf(letter));
  const runs: Run[] = [];
  const add = (face: Face, letters: string) => {
    const last = runs.at(-1);
    if (last?.face === face) last.text += letters;
    else runs.push({ face, text: letters });
  };
  let foreign: string[] = [];
  const flush = () => {
    const whole = others.find((face) => foreign.every((letter) => has(face, letter)));
    for (const letter of foreign) {
      const face = whole ?? others.find((one) => has(one, letter));
      add(face ?? base, face ? letter : MISSING);
    }
    foreign = [];
  };
  for (const letter of text) {
    if (!has(base, letter)) foreign.push(letter);
    else {
      if (foreign.length > 0) flush();
      add(base, letter);
    }
  }
  if (foreign.length > 0) flush();
  return runs;
}
