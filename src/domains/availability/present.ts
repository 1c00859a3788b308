import type { Ctx } from "#/ctx.ts";
import type { Page } from "#/kernel/page.ts";
import { toInstant } from "#/kernel/time.ts";
import { wallClock } from "#/kernel/wall-clock.ts";
import { usualTerms } from "./reader.ts";
import { spanOf } from "./rules.ts";
import type { ShiftPattern, WorkTerms } from "./tables.ts";
import type { When } from "./terms.ts";

/** `starts_at` and `ends_at` of whole days, by the zone that the business has now. */
export function inZone<R extends When>(ctx: Pick<Ctx, "tenant">, row: R): R {
  const { start, end } = spanOf(row, wallClock(ctx.tenant.timezone));
  return { ...row, startsAt: toInstant(start), endsAt: toInstant(end) };
}
export const manyInZone = <R extends When>(ctx: Pick<Ctx, "tenant">, page: Page<R>): Page<R> => ({
  ...page,
  items: page.items.map((row) => inZone(ctx, row)),
});

export const presentPattern = ({ id, ...pattern }: ShiftPattern) => ({ ...pattern, technicianId: id });

/** What planning knows of a technician; until something is set, nothing. */
export const presentTerms = (technicianId: number, terms: WorkTerms | undefined) => ({
  ...usualTerms,
  updatedAt: null,
  version: 0,
  ...terms,
  technicianId,
});
