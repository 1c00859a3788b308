import { sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { fold } from "#/kernel/fold.ts";
import { postcodeOf } from "#/kernel/postcode.ts";
import { stateCodeOf } from "#/kernel/us-states.ts";
import { inTexts } from "./bulk.ts";
import { q, type Statement } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { placeSums } from "./tables.ts";

// What happened at a place: one row for each ZIP, city and state, and one for everywhere, with all its months, kept in the commit that changes a sale or job. A map reads as
// many rows as it shows, whatever the number of sales.

export type Place = {
  zip?: string | null | undefined;
  city?: string | null | undefined;
  state?: string | null | undefined;
  latitude?: number | null | undefined;
  longitude?: number | null | undefined;
};
/** What a row adds to its place in a month (`2026-03`). */
export type PlaceSum = { place: Place | null; month: string; sales?: number; cents?: number; jobs?: number };

export const placeKinds = ["zip", "city", "state", "all"] as const;
export type PlaceKind = (typeof placeKinds)[number];
export type PlaceKey = { kind: PlaceKind; key: string; label: string };

/** The ZIP, city and state that a place counts for, where it names them, and everywhere, for which an unknown place counts too. */
export function placeKeysOf(place: Place | null): PlaceKey[] {
  const { zip, city, state } = place ?? {};
  const postcode = zip ? postcodeOf(zip) : "";
  const code = state ? stateCodeOf(state) : "";
  const town = (city ?? "").replace(/\s+/g, " ").trim();
  return [
    ...(postcode ? [{ kind: "zip" as const, key: postcode, label: postcode }] : []),
    ...(town
      ? [{ kind: "city" as const, key: `${fold(town)}, ${code}`, label: code ? `${town}, ${code}` : town }]
      : []),
    ...(code ? [{ kind: "state" as const, key: code, label: code }] : []),
    { kind: "all", key: "", label: "" },
  ];
}

/** Takes from its place what a row was worth, and adds to its place what it is worth now: one statement, or none. */
export function placeSumsMoved(ctx: Ctx, was: PlaceSum | null, is: PlaceSum | null): Statement[] {
  const moved = new Map<string, Row>();
  const add = ({ place, month, sales = 0, cents = 0, jobs = 0 }: PlaceSum, sign: 1 | -1) => {
    const spot = place && spotOf(place);
    for (const { kind, key, label } of placeKeysOf(place)) {
      const name = JSON.stringify([kind, key, month]);
      const [, , , , ...before] = moved.get(name) ?? [kind, key, label, month, 0, 0, 0, 0, 0, 0];
      const numbers = [sales, cents, jobs, ...(spot ?? [0, 0, 0])].map((n, i) => (before[i] ?? 0) + sign * n);
      moved.set(name, [kind, key, label, month, ...(numbers as Numbers)]);
    }
  };
  if (was) add(was, -1);
  if (is) add(is, 1);
  const changed = [...moved.values()].filter(([, , , , ...numbers]) => numbers.some((n) => n !== 0));
  return changed.length > 0 ? [addListed(ctx, JSON.stringify(changed))] : [];
}
/** Sales, cents, jobs; how often the spot was known, and the sums of its millionths of a degree. */
type Numbers = [number, number, number, number, number, number];
type Row = [PlaceKind, string, string, string, ...Numbers];

const MILLIONTHS = 1_000_000;
const spotOf = ({ latitude, longitude }: Place): [number, number, number] | undefined =>
  typeof latitude === "number" && typeof longitude === "number"
    ? [1, Math.round(latitude * MILLIONTHS), Math.round(longitude * MILLIONTHS)]
    : undefined;

/** Adds to months alone: to set right what differs. */
export const addToPlaces = (ctx: Ctx, rows: readonly PlaceMonth[]): Statement[] =>
  inTexts(
    rows.map(({ kind, key, label, month, sales, cents, jobs }) => [
      ...[kind, key, label, month, sales, cents, jobs],
      ...[0, 0, 0],
    ]),
  ).map((listed) => addListed(ctx, listed));
export type PlaceMonth = PlaceKey & { month: string; sales: number; cents: number; jobs: number };

const month = (name: "sales" | "cents" | "jobs") => {
  const path = `'$."' || excluded.month || '"[${["sales", "cents", "jobs"].indexOf(name)}]'`;
  return `coalesce(json_extract(place_sums.months, ${path}), 0) + json_extract(excluded.months, ${path})`;
};
const sumsOf = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, sql.raw(`place_sums.${columnOf(name)} + excluded.${columnOf(name)}`)]));
const columnOf = (name: string): string => name.replace("E6", "_e6");

const addListed = prepared((tenantId: Slot<string>, listed: Slot<string>) =>
  q
    .insert(placeSums)
    .select(
      sql`select ${tenantId}, r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3,
        json_object(r.value ->> 3, json_array(r.value -> 4, r.value -> 5, r.value -> 6)),
        (r.value ->> 4) + (r.value ->> 6), r.value ->> 7, r.value ->> 8, r.value ->> 9 from json_each(${listed}) r where true`,
    )
    .onConflictDoUpdate({
      target: [placeSums.tenantId, placeSums.kind, placeSums.place],
      set: {
        month: sql`excluded.month`,
        months: sql.raw(
          `json_set(place_sums.months, '$."' || excluded.month || '"', json_array(${month("sales")}, ${month("cents")}, ${month("jobs")}))`,
        ),
        ...sumsOf("n", "located", "latitudeE6", "longitudeE6"),
      },
    }),
);

/** What `middleOf` takes, of one spot. */
export const spotsAt = ({ latitude, longitude }: { latitude: number; longitude: number }) => ({
  located: 1,
  latitudeE6: Math.round(latitude * MILLIONTHS),
  longitudeE6: Math.round(longitude * MILLIONTHS),
});

/** Where a place is: the middle of its known spots; null where none is known. */
export const middleOf = ({
  located,
  latitudeE6,
  longitudeE6,
}: Pick<typeof placeSums.$inferSelect, "located" | "latitudeE6" | "longitudeE6">) =>
  located > 0
    ? {
        latitude: Math.round(latitudeE6 / located) / MILLIONTHS,
        longitude: Math.round(longitudeE6 / located) / MILLIONTHS,
      }
    : null;
