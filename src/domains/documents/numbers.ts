import type { Ctx } from "#/ctx.ts";
import { must } from "#/db/tenant/guards.ts";
import { nextId, takeIds } from "#/db/tenant/sequences.ts";
import { newStandIn } from "#/db/tenant/taken-ids.ts";
import { settingOf } from "#/domains/organization/index.ts";
import { numbersTaken } from "./errors.ts";

const prefixes = {
  invoice: "invoice_prefix",
  credit_note: "credit_note_prefix",
  estimate: "estimate_prefix",
  purchase_order: "purchase_order_prefix",
} as const;
export type Series = keyof typeof prefixes;

/**
 * The next number of a series, like `INV-42`, taken by the commit that `takes` goes into: each series counts by itself, without holes or doubles, since
 * what is not committed takes none. Until then a stand-in is in the place of the number (taken-ids.ts).
 */
export function documentNumber(series: Series, organization: Parameters<typeof settingOf>[0]) {
  const standIn = newStandIn();
  const number = `${settingOf(organization, prefixes[series])}${standIn}`;
  return { number, takes: { sequence: `${series}_number`, standIn } };
}

/** The last number that was taken of a series, for a load before `documentNumbers`. */
export const lastNumber = (ctx: Ctx, series: Series) => nextId(ctx, `${series}_number`, 0);

/** The next `n` numbers of a series behind the `last`, for a commit that makes many documents: it is refused when another has taken one meanwhile. */
export function documentNumbers(
  ctx: Ctx,
  series: Series,
  organization: Parameters<typeof settingOf>[0],
  { last, n }: { last: number; n: number },
) {
  const prefix = settingOf(organization, prefixes[series]);
  return {
    numbers: Array.from({ length: n }, (_, i) => `${prefix}${last + 1 + i}`),
    writes: [takeIds(ctx, `${series}_number`, last, n), must(numbersTaken())],
  };
}
