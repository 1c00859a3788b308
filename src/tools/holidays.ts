import { writeFileSync } from "node:fs";
import Holidays from "date-holidays";
import { holidayRegions } from "../kernel/holiday-regions.ts";
import { fail, inProject } from "./project.ts";
import { readArguments } from "./usage.ts";

// The library with its data is 45 MB, far too much for a Worker. What a business may choose fits into a few kilobytes.

const FIRST_YEAR = 2025;
const LAST_YEAR = 2050;
const DAY_MS = 86_400_000;
const TABLE = inProject("src/domains/availability/holiday-table.ts");

/** The names of the public holidays of a day. Its lists of whole years lack what belongs to the next one, so each day is asked for. */
export function askerFor(region: string): (date: string) => string[] {
  const [country = "", part] = region.split("-");
  const options = { languages: ["en-US", "en"], types: ["public" as const] };
  const calendar = part ? new Holidays(country, part, options) : new Holidays(country, options);
  return (date) => {
    const found = calendar.isHoliday(new Date(`${date}T12:00:00Z`)) || []; // noon in UTC is the same day in every region
    return found.filter(({ type }) => type === "public").map(({ name }) => spelt(name));
  };
}

/** As the business' country spells it. */
const spelt = (name: string): string => name.replace("(substitute day)", "(observed)");

/** `series`: each holiday with its days, counted from the first year, three digits of base 36 each. `regions`: which of them each region has. */
function tableOf(): { series: string[]; regions: string[] } {
  const start = Date.UTC(FIRST_YEAR, 0, 1);
  const days = (Date.UTC(LAST_YEAR + 1, 0, 1) - start) / DAY_MS;
  const series: string[] = [];
  const regions = holidayRegions.map((region) => {
    const namesOn = askerFor(region);
    const found = new Map<string, string>();
    for (let n = 0; n < days; n++)
      for (const name of namesOn(new Date(start + n * DAY_MS).toISOString().slice(0, 10)))
        found.set(name, `${found.get(name) ?? ""}${n.toString(36).padStart(3, "0")}`);
    const numbers = [...found].map(([name, at]) => {
      const line = `${region.startsWith("CA") ? name : name.replace("Labour", "Labor")}=${at}`;
      if (!series.includes(line)) series.push(line);
      return series.indexOf(line);
    });
    return `${region} ${numbers.join(" ")}`;
  });
  return { series, regions };
}

async function main(): Promise<void> {
  const { series, regions } = tableOf();
  const lines = [
    "// Made by `npm run holidays` from date-holidays 3.37.0, whose data are under CC BY 3.0. Covers whole years.",
    `export const FIRST_YEAR = ${FIRST_YEAR};`,
    `export const LAST_YEAR = ${LAST_YEAR};`,
    "/** Each holiday: its name, and its days since the first of January of the first year, three digits of base 36 each. */",
    `export const series = \`${series.join("\n").replaceAll("`", "'")}\`;`,
    "/** Each region with the numbers of its holidays in `series`. */",
    `export const regions = \`${regions.join("\n")}\`;`,
  ];
  writeFileSync(TABLE, `${lines.join("\n")}\n`);
}

if (import.meta.main) {
  readArguments("npm run holidays   makes the table of public holidays again, which takes minutes", {});
  await main().catch(fail);
}
