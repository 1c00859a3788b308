import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { inTexts } from "#/db/tenant/bulk.ts";
import { q, type Statement } from "#/db/tenant/client.ts";
import { total } from "#/db/tenant/counters.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { counters } from "#/db/tenant/tables.ts";
import { customerSums, segments } from "./sum-tables.ts";

/** What a row adds to its customer's sums. */
export type CustomerWorth = { customerId: number | null } & Partial<Amounts> & {
    /** The moment or day by which it is the customer's first or last. */
    when?: string | null;
  };
const amounts = ["sales", "visits", "spendCents", "invoicedCents", "outstandingCents"] as const;
type Amounts = Record<(typeof amounts)[number], number>;

/**
 * Takes from a customer what a row was worth, and gives to its customer what it is worth now. `days` renews the first and last day, where those
 * may be others by it.
 */
export function customerSumsMoved(
  ctx: Ctx,
  was: CustomerWorth | null,
  is: CustomerWorth | null,
  days?: (ctx: Ctx, id: number) => Statement,
): Statement[] {
  const ids = [...new Set([was?.customerId, is?.customerId])].filter((id) => typeof id === "number");
  return ids.flatMap((id) => {
    const [before, after] = [was, is].map((worth) => (worth?.customerId === id ? worth : undefined));
    const by = amounts.map((name) => (after?.[name] ?? 0) - (before?.[name] ?? 0)) as AmountList; // safe: one each
    const isMoved = days && (before?.when ?? null) !== (after?.when ?? null);
    return [...(by.some((n) => n !== 0) ? [grow(ctx, id, ...by)] : []), ...(isMoved ? [days(ctx, id)] : [])];
  });
}
type AmountList = [number, number, number, number, number];

type Text = Slot<string>;
type N = Slot<number>;

const grow = prepared((tenantId: Text, id: N, sales: N, visits: N, spend: N, invoiced: N, outstanding: N) =>
  q
    .insert(customerSums)
    .values({
      tenantId,
      ...{ id, sales, visits, spendCents: spend, invoicedCents: invoiced, outstandingCents: outstanding },
      avgTicketCents: ticketOf(sql`${spend}`, sql`${visits}`, sql`${sales}`),
    })
    .onConflictDoUpdate({ target: [customerSums.tenantId, customerSums.id], set: grown }),
);

const after = (column: string): SQL => sql.raw(`(customer_sums.${column} + excluded.${column})`);
/** An integer by another, rounded half to even as `halfEven` does: a list by tickets is in the order of what it shows. */
const evenly = (sum: SQL, n: SQL): SQL => {
  const [whole, twice] = [sql`cast(${sum} / ${n} as integer)`, sql`2 * abs(${sum} % ${n})`];
  return sql`${whole} + (${twice} > ${n} or (${twice} = ${n} and ${whole} % 2 <> 0)) * iif(${sum} < 0, -1, 1)`;
};
/** Spend by completed job, or by sale where there was none. */
const ticketOf = (spend: SQL, visits: SQL, sales: SQL): SQL =>
  sql`cast(case when ${visits} > 0 then ${evenly(spend, visits)} when ${sales} > 0 then ${evenly(spend, sales)} else 0 end as integer)`;
const grown = {
  sales: after("sales"),
  visits: after("visits"),
  spendCents: after("spend_cents"),
  invoicedCents: after("invoiced_cents"),
  outstandingCents: after("outstanding_cents"),
  avgTicketCents: ticketOf(after("spend_cents"), after("visits"), after("sales")),
};

/** Adds to the sums of many customers, by one statement: to set right what differs. */
export const addToCustomers = (ctx: Ctx, rows: readonly ({ id: number } & Amounts)[]): Statement[] =>
  inTexts(rows.map((row) => [row.id, ...amounts.map((name) => row[name])])).map((listed) => growListed(ctx, listed));

const growListed = prepared((tenantId: Text, listed: Text) => {
  const [id, sales, visits, spend, invoiced, outstanding] = [0, 1, 2, 3, 4, 5].map((i) =>
    sql.raw(`(r.value ->> ${i})`),
  ) as SixOf<SQL>;
  const amountsAndDays = sql`${sales}, ${visits}, ${spend}, ${invoiced}, ${outstanding}, null, null, null, null, ''`;
  return q
    .insert(customerSums)
    .select(
      sql`select ${tenantId}, ${id}, ${amountsAndDays}, ${ticketOf(spend, visits, sales)}, null from json_each(${listed}) r where true`,
    )
    .onConflictDoUpdate({ target: [customerSums.tenantId, customerSums.id], set: grown });
});
type SixOf<T> = [T, T, T, T, T, T];

/** A new customer: nothing yet. */
export const nothingYet = prepared((tenantId: Text, id: N) =>
  q.insert(customerSums).values({ tenantId, id }).onConflictDoNothing(),
);

/** The first or last of what is kept of two customers. */
const edge = (of: "min" | "max", column: string): SQL =>
  sql.raw(`coalesce(${of}(customer_sums.${column}, excluded.${column}), customer_sums.${column}, excluded.${column})`);

/** A customer was merged into another, who gets their sums. */
export const mergeSums = (ctx: Ctx, { from, to }: { from: number; to: number }) => [
  q
    .insert(customerSums)
    .select(
      sql`select tenant_id, ${to}, sales, visits, spend_cents, invoiced_cents, outstanding_cents, first_sale_on, last_sale_on,
        first_visit_at, last_visit_at, last_at, avg_ticket_cents, null from customer_sums where tenant_id = ${ctx.tenant.id} and id = ${from}`,
    )
    .onConflictDoUpdate({
      target: [customerSums.tenantId, customerSums.id],
      set: {
        ...grown,
        firstSaleOn: edge("min", "first_sale_on"),
        lastSaleOn: edge("max", "last_sale_on"),
        firstVisitAt: edge("min", "first_visit_at"),
        lastVisitAt: edge("max", "last_visit_at"),
        lastAt: edge("max", "last_at"),
      },
    }),
  countOutOfSegment(ctx, from),
  q.delete(customerSums).where(and(eq(customerSums.tenantId, ctx.tenant.id), eq(customerSums.id, from))),
];

const OF_SEGMENT = "customer_segment/";
/** How many customers are in a segment. */
export const segmentTotal = (ctx: Ctx, segment: (typeof segments)[number]) => total(ctx, `${OF_SEGMENT}${segment}`);

const countOutOfSegment = prepared((tenantId: Text, id: N) =>
  q
    .update(counters)
    .set({ n: sql`${counters.n} - 1` })
    .where(
      and(
        eq(counters.tenantId, tenantId),
        sql`${counters.entity} = (select ${OF_SEGMENT} || segment from customer_sums where tenant_id = ${tenantId} and id = ${id})`,
        eq(counters.bucket, "all"),
      ),
    ),
);

/** Counts the customers of each segment: after these were renewed. */
export const countSegments = prepared((tenantId: Text) =>
  q
    .insert(counters)
    .select(
      sql`select ${tenantId}, ${OF_SEGMENT} || s.value, 'all', (select count(*) from customer_sums where tenant_id = ${tenantId} and segment = s.value)
        from json_each(${JSON.stringify(segments)}) s where true`,
    )
    .onConflictDoUpdate({
      target: [counters.tenantId, counters.entity, counters.bucket],
      set: { n: sql`excluded.n` },
    }),
);

/** Renews when a customer first and last bought, or was visited, by queries that tell it of the rows as they are then; `ofMany` those of many customers. */
export function renewDays(of: "sale" | "visit", edges: (tenantId: Text, id: SQL, order: "asc" | "desc") => SQL) {
  const renewal = (tenantId: Text, ids: SQL) => {
    const own = sql.raw("customer_sums.id");
    const [first, last] = [edges(tenantId, own, "asc"), edges(tenantId, own, "desc")];
    const lastAt = (other: string) => sql`max(coalesce(${last}, ''), coalesce(${sql.raw(other)}, ''))`;
    return q
      .update(customerSums)
      .set(
        of === "sale"
          ? { firstSaleOn: first, lastSaleOn: last, lastAt: lastAt("last_visit_at") }
          : { firstVisitAt: first, lastVisitAt: last, lastAt: lastAt("last_sale_on") },
      )
      .where(and(eq(customerSums.tenantId, tenantId), sql`${customerSums.id} ${ids}`));
  };
  const one = prepared((tenantId: Text, id: N) => renewal(tenantId, sql`= ${id}`));
  const listed = prepared((tenantId: Text, ids: Text) =>
    renewal(tenantId, sql`in (select value from json_each(${ids}))`),
  );
  return Object.assign((ctx: Ctx, id: number): Statement => one(ctx, id), {
    ofMany: (ctx: Ctx, ids: readonly number[]): Statement[] => inTexts(ids).map((text) => listed(ctx, text)),
  });
}
