import type { Ctx } from "#/ctx.ts";
import { commit, type Write } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import {
  type Entry,
  earned,
  entriesOf,
  type NewEntry,
  openFromOf,
  post,
  refunded,
  takenBack,
} from "#/domains/commissions/index.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import type { EventDefinition } from "#/kernel/events.ts";
import { type LocalDate, localDateOf } from "#/kernel/time.ts";
import { saleVoided } from "../errors.ts";
import { type EarnOn, earnedDay, sharesOf } from "../rules.ts";
import type { Sale as SaleOnWire } from "../schemas.ts";
import { type Sale, sales } from "../tables.ts";

/** A sale with what a decision about its commission needs. */
export type Standing = {
  sale: Sale;
  entries: Entry[];
  days: { openFrom: LocalDate | undefined; today: LocalDate };
  earnOn: EarnOn;
};

export const standingOf = (ctx: Ctx, id: number) => ({
  sale: sales.one(ctx, id),
  entries: entriesOf(ctx, id),
  openFrom: openFromOf(ctx),
  organization: organizationOf(ctx),
});

type Loaded = {
  sale: Sale;
  entries: Entry[];
  openFrom: LocalDate | undefined;
  organization: Parameters<typeof settingOf>[0];
};
export const standing = (ctx: Ctx, { sale, entries, openFrom, organization }: Loaded): Standing => ({
  // a sale from before the ledger has its entry, and no day of its own yet
  sale:
    sale.approvalStatus !== "approved" || sale.approvedAt ? sale : { ...sale, earnedOn: entries[0]?.countsOn ?? null },
  entries,
  days: { openFrom, today: localDateOf(ctx.now, ctx.tenant.timezone) },
  earnOn: settingOf(organization, "earn_on"),
});

/** Loads a sale that is to change; 409 when it is voided, 412 when If-Match names another version. */
export async function loadSale(ctx: Ctx, id: number): Promise<Standing> {
  const loaded = standing(ctx, await load(ctx, standingOf(ctx, id)));
  if (loaded.sale.voided) throw saleVoided(id);
  sales.assertCurrent(ctx, loaded.sale);
  return loaded;
}

export type Move = {
  change: Partial<Omit<Sale, "tenantId" | "id" | "createdAt" | "updatedAt" | "version" | "createdBy" | "earnedOn">>;
  /** What it posts against what is payable. */
  posts?: NewEntry[];
  /** What is payable by now is no longer earned. */
  withdraws?: boolean;
  writes?: Write[];
};

/** What a change of a sale writes: the row, and what of its commission becomes payable by it or is posted against it. */
export function planMove(
  ctx: Ctx,
  { sale, entries, days, earnOn }: Standing,
  { change, posts = [], withdraws, writes = [] }: Move,
) {
  const next = { ...sale, ...change, earnedOn: withdraws ? null : sale.earnedOn };
  const earnedOn = withdraws ? null : (earnedDay(next, earnOn, days.today) ?? sale.earnedOn);
  const due = earnedOn !== null && sale.earnedOn === null ? dueOn(next, earnedOn, days) : [];
  const all = [...posts, ...(withdraws ? takenBack(entries, "withdrawal", days) : []), ...due];
  const part = sales.change(ctx, sale, { ...change, earnedOn });
  return { ...part, writes: [...part.writes, ...writes, ...post(ctx, sale.id, all, entries.length)] };
}

/** What becomes payable, less the part of what was refunded before. */
function dueOn(sale: Sale, day: LocalDate, days: Standing["days"]): NewEntry[] {
  const entries = earned(sharesOf(sale), day);
  const { refundedCents: amountCents, salePriceCents: ofCents, paidCents } = sale;
  if (amountCents === 0) return entries;
  const isLast = amountCents === paidCents;
  return [
    ...entries,
    ...refunded(
      entries.map((entry, n) => ({ ...entry, n })),
      { amountCents, ofCents, isLast },
      days,
    ),
  ];
}

type Told = { event: EventDefinition<typeof SaleOnWire>; action: string };

/** The commit of every change of a sale: the row, its entries in the ledger, one event. */
export function moveSale(ctx: Ctx, of: Standing, move: Move, { event, action }: Told): Promise<Sale> {
  const part = planMove(ctx, of, move);
  return commit(ctx, {
    parts: [part],
    events: [event(part.row, part.before)],
    audit: { action, of: part },
    result: part.row,
  });
}
