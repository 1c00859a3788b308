import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { inProject } from "./project.ts";

// The fonts of the PDFs, from npm packages, as the assets that src/integrations/pdf/fonts.ts reads.

const DEJAVU = "dejavu-fonts-ttf";
const SAWARABI = "@fontsource/sawarabi-gothic";
const UNIFONT = "@fontsource/unifontex";
const FILES: Record<string, string> = {
  "dejavu-sans-condensed.ttf": `${DEJAVU}/ttf/DejaVuSansCondensed.ttf`,
  "dejavu-sans-condensed-bold.ttf": `${DEJAVU}/ttf/DejaVuSansCondensed-Bold.ttf`,
  "sawarabi-gothic.ttf": `${SAWARABI}/files/sawarabi-gothic-japanese-400-normal.woff`,
  "unifontex.ttf": `${UNIFONT}/files/unifontex-latin-400-normal.woff`,
};
const LICENSES: Record<string, string> = {
  "dejavu-sans-condensed.txt": `${DEJAVU}/LICENSE`,
  "sawarabi-gothic.txt": `${SAWARABI}/LICENSE`,
  "unifontex.txt": `${UNIFONT}/LICENSE`,
};

const fromPackage = (path: string): Buffer => readFileSync(inProject("node_modules", path));

/** Name in the assets -> content. A packed font is unpacked here once: the Worker would do it letter by letter, for seconds. */
export const fontFiles = (): [string, Buffer][] => [
  ...Object.entries(FILES).map(([name, path]): [string, Buffer] => {
    const file = fromPackage(path);
    return [`fonts/${name}`, path.endsWith(".woff") ? unpacked(file) : file];
  }),
  ...Object.entries(LICENSES).map(([name, path]): [string, Buffer] => [`fonts/${name}`, fromPackage(path)]),
];

/** A WOFF file as the OpenType file that it packs (W3C WOFF 1.0): the same tables, behind a directory without lengths of the packed ones. */
function unpacked(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, i) => {
    const at = 44 + i * 20;
    const [start, packed, length] = [woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 8), woff.readUInt32BE(at + 12)];
    const raw = woff.subarray(start, start + packed);
    const data = packed < length ? inflateSync(raw) : raw;
    return { tag: woff.subarray(at, at + 4), sum: woff.subarray(at + 16, at + 20), data };
  });
  const head = Buffer.alloc(12 + 16 * count);
  const power = Math.floor(Math.log2(count));
  woff.copy(head, 0, 4, 8);
  for (const [i, value] of [count, 16 * 2 ** power, power, 16 * (count - 2 ** power)].entries())
    head.writeUInt16BE(value, 4 + 2 * i);
  let end = head.length;
  const body = tables.flatMap(({ tag, sum, data }, i) => {
    const at = 12 + 16 * i;
    tag.copy(head, at);
    sum.copy(head, at + 4);
    head.writeUInt32BE(end, at + 8);
    head.writeUInt32BE(data.length, at + 12);
    const gap = Buffer.alloc((4 - (data.length % 4)) % 4);
    end += data.length + gap.length;
    return [data, gap];
  });
  return Buffer.concat([head, ...body]);
}
