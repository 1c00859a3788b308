import { errorText, log } from "#/kernel/log.ts";
import { zipOf } from "#/kernel/postcode.ts";
import type { Located } from "./port.ts";

// The middle of each US ZIP code, from the npm package zipcodes 8.0.0 (BSD), which `npm run build` puts into the assets: 100 files of about 10 kB,
// of which one look-up reads one. It lacks 306 ZIP codes that the package has at 0/0, one of New York with a wrong sign, mail of the forces
// abroad, ZIP codes newer than the package, and every other country. A middle may be kilometres from the door, and that of a post-office box is the
// post office's.

export type Assets = { fetch(url: string): Promise<Response> };
type Places = Record<string, readonly [latitude: number, longitude: number]>;

/** Files that stay in memory: a business works within few. */
const MOST_KEPT = 12;
/** What was read, and never what is being read: a promise of a request that ends early never settles for the others. */
const kept = new Map<string, Places>();

/** The middle of a US ZIP code; null when it is not known or cannot be read, or the text is not a ZIP code. */
export const zipPlace = async (assets: Assets, text: string): Promise<Located | null> =>
  (await zipPlaces(assets, [text])).get(text) ?? null;

/** The same of many texts, the most wanted first: each file is read once, and no more files than are kept. Those that are not known are left out. */
export async function zipPlaces(assets: Assets, texts: readonly string[]): Promise<ReadonlyMap<string, Located>> {
  const zips = texts.flatMap((text) => {
    const zip = zipOf(text);
    return zip ? [{ text, head: zip.slice(0, 2), tail: zip.slice(2) }] : [];
  });
  const heads = [...new Set(zips.map(({ head }) => head))].slice(0, MOST_KEPT);
  const files = new Map(await Promise.all(heads.map(async (head) => [head, await readable(assets, head)] as const)));
  const found = new Map<string, Located>();
  for (const { text, head, tail } of zips) {
    const [latitude, longitude] = files.get(head)?.[tail] ?? [];
    if (latitude === undefined || longitude === undefined) continue;
    found.set(text, { latitude, longitude, precision: "zip", source: "zipcodes" });
  }
  return found;
}

const readable = (assets: Assets, head: string): Promise<Places> =>
  placesOf(assets, head).catch((error: unknown): Places => {
    log("warn", "places of ZIP codes cannot be read", { error: errorText(error) });
    return {};
  });

async function placesOf(assets: Assets, head: string): Promise<Places> {
  const known = kept.get(head);
  if (known) return known;
  const places = await read(assets, head);
  kept.set(head, places);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return places;
}

async function read(assets: Assets, head: string): Promise<Places> {
  const answer = await assets.fetch(`https://assets/places/us/${head}.json`);
  if (answer.ok) return await answer.json();
  await answer.body?.cancel();
  if (answer.status === 404) return {}; // no ZIP code begins so
  throw new Error(`The places of ZIP codes ${head}... are not among the assets: ${answer.status}`);
}
