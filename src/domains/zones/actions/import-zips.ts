import type { Ctx } from "#/ctx.ts";
import { commit, together } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { type FileRow, readFile } from "#/kernel/csv-file.ts";
import { fold } from "#/kernel/fold.ts";
import { lacksZeros } from "#/kernel/postcode.ts";
import { fromWire } from "#/kernel/wire.ts";
import { tooManyZips, tooManyZonesInFile } from "../errors.ts";
import { zoneCreated, zoneUpdated } from "../events.ts";
import { presented } from "../present.ts";
import { addZips, zonesNamed } from "../repo.ts";
import { CreateServiceZone, MAX_ZIPS } from "../schemas.ts";
import { type ServiceZone, zones } from "../tables.ts";
import { planZone } from "./add-zone.ts";

const FORM = {
  columns: [
    { name: "zip", field: "zip", as: "text" },
    { name: "zone", field: "zone", as: "text" },
  ],
  needs: [["zip"], ["zone"]],
  help: "The file has the columns zip and zone, the name of the zone.",
} as const;
/** Each zone of a file is some statements of one commit. */
const MOST_ZONES = 100;
const SHOWN = 100;

type Problem = { row: number; message: string };
/** A zone of the file: one that is there, or one to make. */
type Target = { zone: ServiceZone | undefined; name: string; added: Set<string> };

/** Adds the ZIP codes of a file to the zones that it names; all rows that are right at once. The others are told, and stop none. */
export async function importZips(ctx: Ctx, { bytes, create }: { bytes: Uint8Array; create: boolean }) {
  const { rows, warnings } = readFile(bytes, FORM);
  const nameKeys = [...new Set(rows.map(({ cells }) => fold(cells.zone ?? "")))];
  if (nameKeys.length > MOST_ZONES) throw tooManyZonesInFile(MOST_ZONES);
  const { known, last } = await load(ctx, {
    known: zonesNamed(ctx, nameKeys),
    last: create ? zones.nextId(ctx, nameKeys.length) : undefined,
  });
  const { targets, problems, unchanged } = sorted(rows, known, create);
  const touched = targets.filter(({ added }) => added.size > 0);
  const parts = touched.map(({ zone, name, added }, i) => {
    const zips = [...(zone?.zips ?? []), ...added].toSorted();
    if (zips.length > MAX_ZIPS) throw tooManyZips(MAX_ZIPS, name);
    if (zone) return zones.change(ctx, zone, { zips });
    const input = CreateServiceZone.parse({ name, kind: "zips", zips });
    return planZone(ctx, (last ?? 0) - i, fromWire(CreateServiceZone, input));
  });
  const result = {
    rows: rows.length,
    added: touched.reduce((n, { added }) => n + added.size, 0),
    unchanged,
    failed: problems.length,
    zonesCreated: touched.filter(({ zone }) => !zone).map(({ name }) => name),
    problems: problems.slice(0, SHOWN),
    warnings: [...warnings, ...shortOnes(rows)],
  };
  if (parts.length === 0) return result;
  return await commit(ctx, {
    parts: [
      together(
        ctx,
        parts.flatMap((part, i) => [part, addZips(ctx, part.row.id, [...(touched[i]?.added ?? [])])]),
      ),
    ],
    events: parts.map((part, i) => {
      const before = touched[i]?.zone;
      return before ? zoneUpdated(presented(part.row), presented(before)) : zoneCreated(presented(part.row));
    }),
    audit: parts.map((part) => ({ action: "import", of: part })),
    result,
  });
}

/** What each row adds, or why it adds nothing. */
function sorted(rows: readonly FileRow[], known: readonly ServiceZone[], create: boolean) {
  const targets = new Map<string, Target>(
    known.map((zone) => [zone.nameKey, { zone, name: zone.name, added: new Set<string>() }]),
  );
  const problems: Problem[] = [];
  let unchanged = 0;
  for (const { row, cells, surplus } of rows) {
    const read = CreateServiceZone.pick({ name: true, zips: true }).safeParse({
      name: cells.zone ?? "",
      zips: [cells.zip ?? ""],
    });
    const problem = surplus ? "the row has more cells than the header" : read.success ? undefined : told(read.error);
    if (problem !== undefined || !read.success) {
      problems.push({ row, message: problem ?? "" });
      continue;
    }
    const { name, zips: [zip = ""] = [] } = read.data;
    const target =
      targets.get(fold(name)) ?? (create ? { zone: undefined, name, added: new Set<string>() } : undefined);
    if (!target) problems.push({ row, message: `zone: there is no zone "${name}".` });
    else if (target.zone && target.zone.kind !== "zips")
      problems.push({ row, message: `zone: "${name}" covers a ${target.zone.kind}, not ZIP codes.` });
    else {
      targets.set(fold(name), target);
      if (target.added.has(zip) || target.zone?.zips.includes(zip)) unchanged++;
      else target.added.add(zip);
    }
  }
  return { targets: [...targets.values()], problems, unchanged };
}

const told = (error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string =>
  error.issues.map(({ path, message }) => `${path[0] === "name" ? "zone" : "zip"}: ${message}`).join("; ");

/** US ZIPs that a spreadsheet took for numbers are found by nobody. */
function shortOnes(rows: readonly FileRow[]): string[] {
  const short = rows.filter(({ cells }) => lacksZeros(cells.zip ?? ""));
  const [first] = short;
  if (!first) return [];
  const { zip = "" } = first.cells;
  return [
    `${short.length} of the ZIP codes, ${zip} in row ${first.row} for one, have fewer than five digits. If they are of the US, write their leading zeros: ${zip.padStart(5, "0")}.`,
  ];
}
