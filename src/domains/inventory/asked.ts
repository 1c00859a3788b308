import type { Ctx } from "#/ctx.ts";
import type { Answers } from "#/db/tenant/load.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { type FieldErrors, notFound } from "#/kernel/errors.ts";
import { insufficientStock, locationInactive, partArchived } from "./errors.ts";
import { levelsOf, locationsOf, partsOf } from "./repo.ts";
import { availableOf, costOf, fromMilli, toMilli } from "./rules.ts";
import { checkSerials } from "./serials.ts";
import type { Level, StockLocation, StockPart } from "./tables.ts";

// What a request about stock asks for, and what it is held against before anything moves.

type OneLine = { partId: number; quantity: number; serials?: readonly string[] | undefined };
/** A line, with its quantity in thousandths and what its fields are called on the wire. */
export type AskedLine<L> = Omit<L, "quantity"> & { quantityMilli: number; field: (name: string) => string };

/** The lines of a body about one part, or about several by `lines`. */
export function linesOf<L extends OneLine>(
  body: { lines?: readonly L[] | undefined } & { [K in keyof L]?: L[K] | undefined },
): AskedLine<L>[] {
  const { lines } = body;
  const asked = lines ?? [body as unknown as L]; // safe: the schema has seen that one part is named without `lines`
  return asked.map(({ quantity, ...line }, i) => ({
    ...line,
    quantityMilli: toMilli(quantity),
    field: (name) => (lines ? `lines.${i}.${name}` : name),
  }));
}

/** What each request about stock loads. */
export const stockQueries = (ctx: Ctx, partIds: readonly number[], locationIds: readonly number[]) => ({
  parts: partsOf(ctx, partIds),
  locations: locationsOf(ctx, locationIds),
  levels: levelsOf(ctx, partIds, locationIds),
  organization: organizationOf(ctx),
});
type Loaded = Answers<ReturnType<typeof stockQueries>>;

export const mayBeNegative = ({ organization }: Pick<Loaded, "organization">): boolean =>
  settingOf(organization, "allow_negative_stock");

type Found = { field: (name: string) => string; partId: number };

/** Refuses parts that are not there or archived, and pieces without serial numbers; answers the parts by id. */
export function checkParts<L extends Found & { quantityMilli: number; serials?: readonly string[] | undefined }>(
  lines: readonly L[],
  { parts }: Pick<Loaded, "parts">,
): Map<number, StockPart> {
  const byId = new Map(parts.map((part) => [part.id, part]));
  for (const { partId, field } of lines) {
    const part = byId.get(partId);
    if (!part) throw notFound("part", partId, field("part_id"));
    if (part.archivedAt !== null) throw partArchived(partId, field("part_id"));
  }
  checkSerials(lines, parts, (place) => lines[place]?.field("serials") ?? "serials");
  return byId;
}

/** Refuses a location that is not there, or inactive where stock comes in. */
export function checkLocation(
  { locations }: Pick<Loaded, "locations">,
  id: number,
  { field = "location_id", comesIn }: { field?: string; comesIn: boolean },
): StockLocation {
  const location = locations.find((one) => one.id === id);
  if (!location) throw notFound("stock_location", id, field);
  if (comesIn && !location.isActive) throw locationInactive(id, field);
  return location;
}

export const levelAt = (levels: readonly Level[], partId: number, locationId: number): Level | undefined =>
  levels.find((level) => level.partId === partId && level.locationId === locationId);

/** Refuses when more of a part is taken from a location than is available there, all lines together; `own` is what the taker has reserved. */
export function checkEnough(
  lines: readonly (Found & { quantityMilli: number })[],
  levels: readonly Level[],
  locationId: number,
  own: ReadonlyMap<number, number> = new Map(),
  countsReserved = true,
): void {
  for (const [partId, same] of Map.groupBy(lines, (line) => line.partId)) {
    const level = levelAt(levels, partId, locationId);
    const free = level ? (countsReserved ? availableOf(level) : level.onHandMilli) : 0;
    const available = Math.max(0, free + (own.get(partId) ?? 0));
    if (same.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0) <= available) continue;
    const left = String(fromMilli(available));
    const fields: FieldErrors = Object.fromEntries(same.map(({ field }) => [field("quantity"), `available: ${left}`]));
    throw insufficientStock(partId, left, fields);
  }
}

/** What a quantity is worth where there is no average to go by. */
export const usualCost = (part: StockPart | undefined, milli: number): number =>
  costOf(part?.costCents ?? 0, Math.abs(milli));
