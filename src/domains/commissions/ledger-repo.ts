import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { forMany, inTexts } from "#/db/tenant/bulk.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { type TechnicianSums, technicianSumsAdder } from "#/db/tenant/technician-sums.ts";
import type { LocalDate } from "#/kernel/time.ts";
import type { EntryReason, NewEntry } from "./ledger-rules.ts";
import { commissionEntries, commissionLocks } from "./tables.ts";

export type CommissionEntry = typeof commissionEntries.$inferSelect;

/** The entries of a sale, in the order in which they were posted. */
export const entriesOf = prepared((tenantId: Slot<string>, saleId: Slot<number>) =>
  q
    .select()
    .from(commissionEntries)
    .where(and(eq(commissionEntries.tenantId, tenantId), eq(commissionEntries.saleId, saleId)))
    .orderBy(commissionEntries.n),
);

/** Posts entries. One that would count on a closed day counts on the first open one, whatever closes at the same moment. */
export const post = (ctx: Ctx, saleId: number, entries: readonly NewEntry[], already = 0) => [
  ...entries.map(({ countsOn, technicianId, amountCents, reason, shareBps, role }, i) => {
    const n = already + i;
    const row = [countsOn, technicianId, saleId, n, amountCents, reason, shareBps, role, ctx.now] as const;
    return insertEntries(insertEntry(ctx, ...row), row);
  }),
  ...addToTechnicians(
    ctx,
    entries.map(({ countsOn, technicianId, amountCents }) => ({
      day: countsOn,
      technicianId,
      commissionCents: amountCents,
    })),
  ),
];

/** Commission counts for technicians on the day on which its entry does. */
const addToTechnicians = technicianSumsAdder((tenantId) => openFromIn(tenantId));

const insertEntry = prepared(
  (
    tenantId: Slot<string>,
    countsOn: Slot<LocalDate>,
    technicianId: Slot<number>,
    saleId: Slot<number>,
    n: Slot<number>,
    amountCents: Slot<number>,
    reason: Slot<EntryReason>,
    shareBps: Slot<number>,
    role: Slot<string>,
    now: Slot<string>,
  ) =>
    q.insert(commissionEntries).select(
      sql`select ${tenantId}, max(${countsOn}, coalesce((select open_from from commission_locks where tenant_id = ${tenantId}), '')),
        ${technicianId}, ${saleId}, ${n}, ${countsOn}, ${amountCents}, ${reason}, ${shareBps}, ${role}, ${now}`,
    ),
);

const insertEntries = forMany(({ tenant }, rows: readonly (readonly unknown[])[]) =>
  inTexts(rows).map((text) =>
    q.insert(commissionEntries).select(
      sql`select ${tenant.id}, max(r.value ->> 0, coalesce((select open_from from commission_locks where tenant_id = ${tenant.id}), '')),
        r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 0, r.value ->> 4, r.value ->> 5, r.value ->> 6, r.value ->> 7, r.value ->> 8
        from json_each(${text}) r`,
    ),
  ),
);

/** The first day whose entries may still change; undefined until a pay period is closed. */
export const openFromOf = prepared((tenantId: Slot<string>) =>
  mapped(
    q
      .select({ openFrom: commissionLocks.openFrom })
      .from(commissionLocks)
      .where(eq(commissionLocks.tenantId, tenantId)),
    (rows) => rows[0]?.openFrom,
  ),
);

/** The same as SQL, for the statements of other domains that post by day. */
export const openFromIn = (tenantId: string | Slot<string>): SQL =>
  sql`(select open_from from commission_locks where tenant_id = ${tenantId})`;

/** Whether entries may still be posted on a day, as SQL. */
export const isOpenOn = (tenantId: string, day: SQL): SQL => sql`coalesce(${openFromIn(tenantId)} > ${day}, 0) = 0`;

/** Moves the first open day: from then on no entry is posted before it. */
export const openFrom = prepared((tenantId: Slot<string>, day: Slot<LocalDate>) =>
  q
    .insert(commissionLocks)
    .values({ tenantId, openFrom: day })
    .onConflictDoUpdate({ target: commissionLocks.tenantId, set: { openFrom: sql`excluded.open_from` } }),
);

/** The entries of several sales. */
export const entriesOfMany = prepared((tenantId: Slot<string>, saleIds: Slot<string>) =>
  q
    .select()
    .from(commissionEntries)
    .where(
      and(
        eq(commissionEntries.tenantId, tenantId),
        sql`${commissionEntries.saleId} in (select value from json_each(${saleIds}))`,
      ),
    )
    .orderBy(commissionEntries.saleId, commissionEntries.n),
);

/** SQL that selects the entries which count within days; the days may be SQL too. */
export const entriesWithin = (tenantId: string, from: SQL, to: SQL): SQL =>
  sql`(select technician_id, sale_id, n, counts_on, caused_on, amount_cents, reason, share_bps, role from commission_entries
    where tenant_id = ${tenantId} and counts_on between ${from} and ${to})`;

/** The place of an entry in the ledger. */
export type EntryKey = { countsOn: string; technicianId: number; saleId: number; n: number };
export type EntryRange = {
  dateFrom?: LocalDate | undefined;
  dateTo?: LocalDate | undefined;
  technicianId?: number | undefined;
};

/** SQL that selects the next entries which count within days, in the order of the ledger. */
export function entriesAfter(
  tenantId: string,
  { dateFrom, dateTo, technicianId }: EntryRange,
  after: EntryKey | undefined,
  limit: number,
): SQL {
  const key = after ?? { countsOn: "", technicianId: 0, saleId: 0, n: 0 };
  return sql`(select technician_id, sale_id, n, counts_on, caused_on, amount_cents, reason, share_bps, role from commission_entries
    where tenant_id = ${tenantId} and counts_on between ${dateFrom ?? ""} and ${dateTo ?? "9999"}
      ${technicianId === undefined ? sql`` : sql`and technician_id = ${technicianId}`}
      and (counts_on, technician_id, sale_id, n) > (${key.countsOn}, ${key.technicianId}, ${key.saleId}, ${key.n})
    order by counts_on, technician_id, sale_id, n limit ${limit})`;
}

/** What entries count for technicians from one day on, up to but without the other, from the entries themselves. */
export const commissionScored = (ctx: Ctx, from: LocalDate, before: LocalDate) => {
  const { countsOn: day, technicianId, amountCents: commissionCents } = commissionEntries;
  return mapped(
    q
      .select({ day, technicianId, commissionCents })
      .from(commissionEntries)
      .where(and(eq(commissionEntries.tenantId, ctx.tenant.id), gte(day, from), lt(day, before))),
    (rows): TechnicianSums => rows,
  );
};
