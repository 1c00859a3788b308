import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inProject } from "./project.ts";

// The positions of US ZIP codes, from the npm package zipcodes, as the assets that src/integrations/geocoder/zip-places.ts reads.

type Code = { zip: string; latitude: number; longitude: number; state: string };

/** Mail for the forces abroad: nobody drives there. */
const MILITARY = new Set(["AA", "AE", "AP"]);
/** Only Guam, the Marianas and the freely associated states lie east of Greenwich; there one ZIP lacks its minus. */
const isPlausible = ({ zip, longitude }: Code): boolean => longitude < 0 || zip.startsWith("96");

/** Name in the assets -> content: a file for the first two digits of a ZIP, with the places of the last three. */
export function zipFiles(): [string, Buffer][] {
  const { codes } = createRequire(import.meta.url)("zipcodes/lib/codes.js") as { codes: Record<string, Code> };
  const known = Object.values(codes).filter(
    (code) => (code.latitude !== 0 || code.longitude !== 0) && !MILITARY.has(code.state) && isPlausible(code),
  );
  const files = Map.groupBy(known, ({ zip }) => zip.slice(0, 2));
  return [
    ...[...files].map(([head, some]): [string, Buffer] => {
      const places = some.map(({ zip, latitude, longitude }) => [zip.slice(2), [latitude, longitude]] as const);
      return [`places/us/${head}.json`, Buffer.from(JSON.stringify(Object.fromEntries(places)))];
    }),
    ["places/us/LICENSE.txt", readFileSync(inProject("node_modules/zipcodes/LICENSE"))],
  ];
}
