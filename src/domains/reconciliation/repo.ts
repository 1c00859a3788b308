import { and, asc, desc, eq, gte, lte, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, only, q } from "#/db/tenant/client.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { openTotal } from "#/domains/sales/index.ts";
import type { ProviderName } from "#/integrations/payments/index.ts";
import { newId } from "#/kernel/ids.ts";
import { type Instant, type LocalDate, localDateOf } from "#/kernel/time.ts";
import {
  accountTable,
  type Match,
  matches,
  matchTable,
  runTable,
  type Transaction,
  transactions,
  transactionTable,
} from "./tables.ts";

export const accountWith = (ctx: Ctx, provider: ProviderName) =>
  first(
    q
      .select()
      .from(accountTable)
      .where(and(eq(accountTable.tenantId, ctx.tenant.id), eq(accountTable.provider, provider))),
  );

/** Notes that an account's provider was heard, whatever else happens to the account at the same moment. */
export const heardFrom = (ctx: Ctx, id: number) =>
  q
    .update(accountTable)
    .set({ lastEventAt: ctx.now })
    .where(and(eq(accountTable.tenantId, ctx.tenant.id), eq(accountTable.id, id)));

/** A transaction by its provider's id. */
type ByProvider = Pick<Transaction, "provider" | "externalId">;
const among = (named: readonly ByProvider[]) =>
  sql`(${transactionTable.provider}, ${transactionTable.externalId}) in
    (select value ->> 'provider', value ->> 'externalId' from json_each(${JSON.stringify(named)}))`;

/** Those of these transactions that are known. */
export const knownAmong = (ctx: Ctx, named: readonly ByProvider[]) =>
  q
    .select()
    .from(transactionTable)
    .where(and(eq(transactionTable.tenantId, ctx.tenant.id), among(named)));

/** Open transactions from a day on, oldest first. */
export const openFrom = (ctx: Ctx, day: LocalDate, limit: number) =>
  q
    .select()
    .from(transactionTable)
    .where(
      and(
        eq(transactionTable.tenantId, ctx.tenant.id),
        eq(transactionTable.isOpen, true),
        gte(transactionTable.occurredOn, day),
      ),
    )
    .orderBy(asc(transactionTable.occurredOn), asc(transactionTable.id))
    .limit(limit);

/** The transaction of a match. */
export const transactionOf = (ctx: Ctx, matchId: number) =>
  only(
    q
      .select()
      .from(transactionTable)
      .where(
        and(
          eq(transactionTable.tenantId, ctx.tenant.id),
          sql`${transactionTable.id} = (select ${matchTable.transactionId} from ${matchTable}
            where ${matchTable.tenantId} = ${ctx.tenant.id} and ${matchTable.id} = ${matchId})`,
        ),
      ),
  );

/** Every match of these transactions. */
export const matchesOf = (ctx: Ctx, ids: readonly number[]) =>
  q
    .select()
    .from(matchTable)
    .where(
      and(
        eq(matchTable.tenantId, ctx.tenant.id),
        sql`${matchTable.transactionId} in (select value from json_each(${JSON.stringify(ids)}))`,
      ),
    );

/** Every match of the transaction of a match. */
export const besides = (ctx: Ctx, matchId: number) =>
  q
    .select()
    .from(matchTable)
    .where(
      and(
        eq(matchTable.tenantId, ctx.tenant.id),
        sql`${matchTable.transactionId} = (select m.transaction_id from payment_matches m
          where m.tenant_id = ${ctx.tenant.id} and m.id = ${matchId})`,
      ),
    );

/** The confirmed matches of charges, by the provider's ids of these. */
export const paidBy = (ctx: Ctx, charges: readonly ByProvider[]) =>
  q
    .select({ provider: matchTable.provider, externalId: matchTable.externalId, parts: matchTable.parts })
    .from(matchTable)
    .where(
      and(
        eq(matchTable.tenantId, ctx.tenant.id),
        eq(matchTable.status, "confirmed"),
        sql`${matchTable.transactionId} in (select ${transactionTable.id} from ${transactionTable}
          where ${transactionTable.tenantId} = ${ctx.tenant.id} and ${among(charges)})`,
      ),
    );

export type TransactionFilter = Partial<Pick<Transaction, "provider" | "kind" | "status" | "isOpen">> & {
  dateFrom?: LocalDate | undefined;
  dateTo?: LocalDate | undefined;
};
export const listTransactions = (
  ctx: Ctx,
  {
    provider,
    kind,
    status,
    isOpen,
    dateFrom,
    dateTo,
    total,
    ...input
  }: ListInput & TransactionFilter & { total?: "none" },
) => {
  const isPlain = [provider, kind, status, isOpen].every((value) => value === undefined);
  return transactions.list(ctx, input, {
    equals: { provider, kind, status, isOpen },
    filters: [
      dateFrom && gte(transactionTable.occurredOn, dateFrom),
      dateTo && lte(transactionTable.occurredOn, dateTo),
    ],
    sorts: { occurred_on: [transactionTable.occurredOn, transactionTable.id] },
    defaultSort: "-occurred_on",
    total: total ?? (isPlain ? { from: dateFrom, to: dateTo } : undefined),
  });
};

export const listMatches = (ctx: Ctx, { status, ...input }: ListInput & { status?: Match["status"] | undefined }) =>
  matches.list(ctx, input, { equals: { status }, total: status });

/** Begins a run, unless one is about to begin. */
export const beginRun = (ctx: Ctx): Part => ({
  writes: [
    q.insert(runTable).select(sql`
      select ${ctx.tenant.id}, ${newId("run")}, 'running', 0, 0, null, 0, ${ctx.now}, ${ctx.now}, null
      where not exists (select 1 from ${runTable}
        where ${runTable.tenantId} = ${ctx.tenant.id} and ${runTable.status} = 'running' and ${runTable.attempts} = 0)`),
  ],
  wakes: true,
});

export const insertRun = insertInto(runTable);

export const lastRun = (ctx: Ctx) =>
  first(q.select().from(runTable).where(eq(runTable.tenantId, ctx.tenant.id)).orderBy(desc(runTable.id)).limit(1));
export const runById = (ctx: Ctx, id: string) =>
  first(
    q
      .select()
      .from(runTable)
      .where(and(eq(runTable.tenantId, ctx.tenant.id), eq(runTable.id, id))),
  );

/** Drops runs that ended long ago. */
export const dropRuns = (ctx: Ctx, before: Instant) =>
  q.delete(runTable).where(and(eq(runTable.tenantId, ctx.tenant.id), lte(runTable.finishedAt, before)));

/** Sums over the transactions and sales of some days. */
export async function summarize(ctx: Ctx, asked: { dateFrom?: LocalDate; dateTo?: LocalDate }) {
  const { dateTo = localDateOf(ctx.now, ctx.tenant.timezone) } = asked;
  const { dateFrom = `${dateTo.slice(0, 8)}01` as LocalDate } = asked;

  const sumOf = (condition: string, value = "gross_cents") =>
    sql<number>`coalesce(sum(${sql.raw(value)}) filter (where ${sql.raw(condition)}), 0)`;
  const { sums, openSalesCents } = await read(ctx, {
    sums: only(
      q
        .select({
          chargesCents: sumOf("kind = 'charge' and status = 'succeeded'").as("charges"),
          refundsCents: sumOf("kind = 'refund' and status = 'succeeded'").as("refunds"),
          disputedCents: sumOf("kind = 'dispute' and status = 'pending'").as("disputed"),
          lostCents: sumOf("kind = 'dispute' and status = 'lost'").as("lost"),
          feesCents: sumOf("status <> 'failed' and kind <> 'payout'", "iif(kind = 'fee', gross_cents, fee_cents)").as(
            "fees",
          ),
          payoutsCents: sumOf("kind = 'payout' and status = 'succeeded'").as("payouts"),
          matchedCents: sumOf("kind = 'charge'", "matched_cents").as("matched"),
          unmatchedCents: sumOf("kind = 'charge' and is_open = 1", "gross_cents - matched_cents").as("unmatched"),
          unmatchedRefundsCents: sumOf("kind <> 'charge' and is_open = 1", "gross_cents - matched_cents").as(
            "unmatched_back",
          ),
        })
        .from(transactionTable)
        .where(
          and(
            eq(transactionTable.tenantId, ctx.tenant.id),
            gte(transactionTable.occurredOn, dateFrom),
            lte(transactionTable.occurredOn, dateTo),
          ),
        ),
    ),
    openSalesCents: openTotal(ctx, { dateFrom, dateTo }),
  });
  const { chargesCents, refundsCents, lostCents, feesCents, payoutsCents } = sums;
  const netCents = chargesCents - refundsCents - lostCents - feesCents;
  return {
    dateFrom,
    dateTo,
    ...sums,
    netCents,
    differenceCents: netCents - payoutsCents,
    openSalesCents,
  };
}
