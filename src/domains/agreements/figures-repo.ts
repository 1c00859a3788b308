import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { only, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { type LocalDate, plusDays, plusMonths } from "#/kernel/time.ts";
import { earlier } from "./calendar.ts";
import { todayOf } from "./present.ts";
import { earnedBy, rateBps } from "./rules.ts";
import { agreementTable as agreements, periodTable as periods } from "./tables.ts";

const mine = (ctx: Ctx) => eq(agreements.tenantId, ctx.tenant.id);
const inForce = (day: LocalDate): SQL =>
  sql`${agreements.status} <> 'draft' and ${agreements.startsOn} <= ${day} and coalesce(${agreements.lastDay}, ${agreements.cancelsOn}, ${agreements.endsOn}, ${day}) >= ${day} and (${agreements.suspendedOn} is null or ${agreements.suspendedOn} > ${day})`;

const standing = (ctx: Ctx, day: LocalDate) =>
  only(
    q
      .select({
        n: sql<number>`count(*)`.as("n"),
        cents: sql<number>`coalesce(sum(${agreements.monthlyCents}), 0)`.as("cents"),
      })
      .from(agreements)
      .where(and(mine(ctx), inForce(day))),
  );

const countIf = (condition: SQL, name: string) => sql<number>`coalesce(sum(${condition}), 0)`.as(name);

/** What ended within some days. */
const ended = (ctx: Ctx, from: LocalDate, to: LocalDate) =>
  only(
    q
      .select({
        cancelled: countIf(
          sql`${agreements.status} = 'cancelled' and ${agreements.startsOn} <= ${agreements.lastDay}`,
          "cancelled",
        ),
        renewed: countIf(sql`${agreements.status} = 'renewed'`, "renewed"),
        expired: countIf(sql`${agreements.status} = 'expired'`, "expired"),
        atEnd: countIf(
          sql`${agreements.status} = 'cancelled' and ${agreements.lastDay} = ${agreements.endsOn}`,
          "at_end",
        ),
      })
      .from(agreements)
      .where(and(mine(ctx), sql`${agreements.lastDay} between ${from} and ${to}`)),
  );

/** What was billed of periods that are not over, by their days and prices: as many rows as there are kinds of them. */
const unearned = (ctx: Ctx, day: LocalDate) =>
  q
    .select({
      start: periods.periodStart,
      end: periods.periodEnd,
      cents: sql<number>`${periods.priceCents} - ${periods.refundedCents}`.as("cents"),
      n: sql<number>`count(*)`.as("n"),
    })
    .from(periods)
    .where(
      and(
        eq(periods.tenantId, ctx.tenant.id),
        sql`${periods.periodEnd} > ${day} and ${periods.billedOn} <= ${day} and coalesce(${periods.closedOn}, '~') > ${day}`,
      ),
    )
    .groupBy(periods.periodStart, periods.periodEnd, sql`3`);

const billed = (ctx: Ctx, from: LocalDate, to: LocalDate) =>
  only(
    q
      .select({ cents: sql<number>`coalesce(sum(${periods.priceCents} - ${periods.refundedCents}), 0)`.as("cents") })
      .from(periods)
      .where(
        and(
          eq(periods.tenantId, ctx.tenant.id),
          sql`${periods.periodEnd} >= ${plusDays(from, -1)} and ${periods.billedOn} between ${from} and ${to}`,
        ),
      ),
  );

/** The figures of a month, on its last day or today: nobody asks every second, so they are computed from the rows. */
export async function readFigures(ctx: Ctx, asked: string | undefined) {
  const today = todayOf(ctx);
  const month = asked ?? today.slice(0, 7);
  const from = `${month}-01` as LocalDate;
  const last = plusDays(plusMonths(from, 1), -1);
  const asOf = earlier(last, today);
  const found = await read(ctx, {
    now: standing(ctx, asOf),
    before: standing(ctx, plusDays(from, -1)),
    ended: ended(ctx, from, asOf),
    unearned: unearned(ctx, asOf),
    billed: billed(ctx, from, asOf),
    organization: organizationOf(ctx),
  });
  const { cancelled, renewed, expired, atEnd } = found.ended;
  return {
    ...{ month, asOf, currency: settingOf(found.organization, "currency") },
    ...{ active: found.now.n, mrrCents: found.now.cents, activeAtStart: found.before.n },
    ...{ cancelled, churnBps: rateBps(cancelled, found.before.n) },
    ...{ renewed, expired, renewalBps: rateBps(renewed, renewed + expired + atEnd) },
    billedCents: found.billed.cents,
    deferredRevenueCents: found.unearned.reduce(
      (sum, { n, cents, start, end }) => sum + n * (cents - earnedBy(cents, { start, end }, asOf)),
      0,
    ),
  };
}
