import { type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import { names } from "#/kernel/conditions.ts";
import { changedMeanwhile, unreadableCondition } from "#/kernel/errors.ts";
import { type Instant, plusMs } from "#/kernel/time.ts";
import { type Guard, must } from "./guards.ts";

// How a row's version and times go on. `updated_since` reads by `updated_at`, so that of a changed row is always later than the one it had,
// whatever the clocks of two machines say.

type Stamps = { createdAt: Instant; updatedAt: Instant; version: number };

/** The stamps of a row after this write; of a new row without `row`. */
export const nextStamps = ({ now }: Pick<Ctx, "now">, row?: Stamps): Stamps =>
  row
    ? { createdAt: row.createdAt, updatedAt: later(row.updatedAt, now), version: row.version + 1 }
    : { createdAt: now, updatedAt: now, version: 1 };

/** The stamps that a row gets by this write, without those that stay. */
export function stampsAfter(ctx: Pick<Ctx, "now">, row: Stamps): Pick<Stamps, "updatedAt" | "version"> {
  const { updatedAt, version } = nextStamps(ctx, row);
  return { updatedAt, version };
}

const later = (before: Instant, now: Instant): Instant => (now > before ? now : plusMs(before, 1));

/** The same in SQL, for an update that has not loaded the row. */
export const touched = ({ now }: Pick<Ctx, "now">, table: Record<"updatedAt" | "version", SQLiteColumn>) => ({
  updatedAt: sql`max(${now}, strftime('%Y-%m-%dT%H:%M:%fZ', ${table.updatedAt}, '+0.001 seconds'))` as SQL<Instant>,
  version: sql`${table.version} + 1` as SQL<number>,
});

/** `version` is undefined where there is no row yet. */
type Versioned = { id: string | number; version: number | undefined };

/** Refuses with 412 when a condition of the request (RFC 9110 13.1) does not hold for the row. */
export function assertVersion({ asked }: Pick<Ctx, "asked">, entity: string, { id, version }: Versioned): void {
  const { ifMatch, ifNoneMatch } = asked;
  if (ifMatch === null) throw unreadableCondition("If-Match");
  if (ifNoneMatch === null) throw unreadableCondition("If-None-Match");
  const tag = version === undefined ? undefined : String(version);
  const holds = (!ifMatch || names(ifMatch, tag)) && !(ifNoneMatch && names(ifNoneMatch, tag));
  if (!holds) throw changedMeanwhile(entity, id, true);
}

/** The guard after an update that names the loaded version: 412 or 409 when another request changed the row first. */
export const mustBeCurrent = ({ asked }: Pick<Ctx, "asked">, entity: string, id: string | number): Guard =>
  must(changedMeanwhile(entity, id, (asked.ifMatch ?? asked.ifNoneMatch) !== undefined));
