import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { countRows } from "#/db/tenant/count-rows.ts";
import { prepared, type Slot } from "#/db/tenant/prepared.ts";
import { type CustomerSums, customerSums, idsWithWords, withWords } from "#/domains/customers/index.ts";
import { LEAST_CUSTOMERS, type Rfm, ranges, type Segment } from "./customer-rules.ts";
import { type CustomerFifths, customerFifths } from "./tables.ts";

export const sortNames = ["total_spend", "visits", "recency", "avg_ticket"] as const;
export type SortName = (typeof sortNames)[number];
/** Column of an index, and the property of a row, by which a list is sorted. */
const sorts: Record<SortName, { column: string; of: keyof CustomerSums }> = {
  total_spend: { column: "spend_cents", of: "spendCents" },
  visits: { column: "visits", of: "visits" },
  recency: { column: "last_at", of: "lastAt" },
  avg_ticket: { column: "avg_ticket_cents", of: "avgTicketCents" },
};
export const keyOf = (sort: SortName, row: CustomerSums) => [row[sorts[sort].of], row.id] as (string | number)[];

export type CustomerFilter = {
  search?: string | undefined;
  segment?: Segment | undefined;
  minSpendCents?: number | undefined;
};
type Asked = CustomerFilter & {
  sort: SortName;
  isAscending: boolean;
  key: readonly (string | number)[];
  limit: number;
  offset: number;
};

/** A page of customers with their sums, read by the index of their order; names and agreements only of those on the page. */
export function customerPage(ctx: Ctx, { sort, isAscending, key, limit, offset, ...filter }: Asked) {
  const column = sql.raw(sorts[sort].column);
  const [order, beyond] = isAscending ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];
  const after = key.length > 0 ? sql`(${column}, id) ${beyond} (${key[0]}, ${key[1]})` : undefined;
  const where = and(sql`tenant_id = ${ctx.tenant.id}`, ...conditionsOf(ctx, filter), after);
  return q
    .select({
      ...columnsOfSums,
      name: sql<string>`c.name`.as("name"),
      type: sql<"residential" | "commercial">`c.type`.as("type"),
      hasActiveAgreement: sql<boolean>`exists (select 1 from service_agreements a
        where a.tenant_id = ${ctx.tenant.id} and a.customer_id = s.id and a.status = 'active')`
        .mapWith(Boolean)
        .as("has_active_agreement"),
    })
    .from(
      sql`(select * from customer_sums where ${where} order by ${column} ${order}, id ${order} limit ${limit} offset ${offset}) s`,
    )
    .innerJoin(sql`customers c`, sql`c.tenant_id = ${ctx.tenant.id} and c.id = s.id`)
    .orderBy(sql`s.${column} ${order}, s.id ${order}`);
}

/** How many customers a filter finds, up to `most`: of words their index is read no further than that. */
export function countCustomers(ctx: Ctx, { search, ...filter }: CustomerFilter, most: number) {
  const ids = search === undefined ? undefined : (idsWithWords(ctx, search) ?? sql`select 0 as id where false`);
  const from = ids ? sql`(${ids}) f cross join customer_sums s on s.id = f.id` : sql`customer_sums s`;
  const where = and(sql`s.tenant_id = ${ctx.tenant.id}`, ...conditionsOf(ctx, filter));
  return countRows(sql`select 1 from ${from} where ${where} limit ${most}`);
}

const of = <K extends keyof CustomerSums>(name: string) => sql<CustomerSums[K]>`${sql.raw(`s.${name}`)}`.as(name);
const columnsOfSums = {
  tenantId: of<"tenantId">("tenant_id"),
  id: of<"id">("id"),
  sales: of<"sales">("sales"),
  visits: of<"visits">("visits"),
  spendCents: of<"spendCents">("spend_cents"),
  invoicedCents: of<"invoicedCents">("invoiced_cents"),
  outstandingCents: of<"outstandingCents">("outstanding_cents"),
  firstSaleOn: of<"firstSaleOn">("first_sale_on"),
  lastSaleOn: of<"lastSaleOn">("last_sale_on"),
  firstVisitAt: of<"firstVisitAt">("first_visit_at"),
  lastVisitAt: of<"lastVisitAt">("last_visit_at"),
  lastAt: of<"lastAt">("last_at"),
  avgTicketCents: of<"avgTicketCents">("avg_ticket_cents"),
  segment: of<"segment">("segment"),
};

const conditionsOf = (ctx: Ctx, { search, segment, minSpendCents }: CustomerFilter): (SQL | undefined)[] => [
  minSpendCents === undefined ? undefined : sql`spend_cents >= ${minSpendCents}`,
  search === undefined ? undefined : (withWords(ctx, sql`id`, search) ?? sql`false`),
  segment && sql`segment = ${segment}`,
];

export const fifthsOf = prepared((tenantId: Slot<string>) =>
  first(q.select().from(customerFifths).where(eq(customerFifths.tenantId, tenantId))),
);

/** The highest value of each fifth, by measure. */
export const edgesOfFifths = (ctx: Ctx) => {
  const tiles = sql`(select last_at, spend_cents, case when visits > 0 then visits else sales end as occasions,
      ntile(5) over (order by last_at) as r, ntile(5) over (order by case when visits > 0 then visits else sales end) as f,
      ntile(5) over (order by spend_cents) as m
    from customer_sums where tenant_id = ${ctx.tenant.id} and last_at > '')`;
  return q
    .select({
      of: sql<keyof Rfm>`e.of_what`.as("of_what"),
      fifth: sql<number>`e.fifth`.as("fifth"),
      edge: sql<string | number>`e.edge`.as("edge"),
      n: sql<number>`e.n`.as("n"),
    })
    .from(
      sql`(with tiles as ${tiles}
        select 'recency' as of_what, r as fifth, max(last_at) as edge, count(*) as n from tiles group by r
        union all select 'frequency', f, max(occasions), count(*) from tiles group by f
        union all select 'monetary', m, max(spend_cents), count(*) from tiles group by m) e`,
    )
    .orderBy(sql`e.of_what, e.fifth`);
};

export const keepFifths = (fifths: CustomerFifths) => {
  const { tenantId: _, ...set } = fifths;
  return q.insert(customerFifths).values(fifths).onConflictDoUpdate({ target: customerFifths.tenantId, set });
};

const values: Record<keyof Rfm, { value: SQL; bounds: "lastAt" | "occasions" | "spendCents" }> = {
  recency: { value: sql`last_at`, bounds: "lastAt" },
  frequency: { value: sql`case when visits > 0 then visits else sales end`, bounds: "occasions" },
  monetary: { value: sql`spend_cents`, bounds: "spendCents" },
};

/** Writes what `segmentOf` decides of each customer, where it is another one than before. */
export function renewSegments(ctx: Ctx, fifths: CustomerFifths | undefined) {
  const isWithin = (is: Record<keyof Rfm, readonly [number, number]>): SQL[] =>
    Object.entries(values).flatMap(([name, { value, bounds }]) => {
      const [from, to] = is[name as keyof Rfm]; // safe: a measure's own name
      const bound = (fifth: number) => sql`${fifths?.[bounds][fifth - 1] ?? null}`;
      return [
        ...(from > 1 ? [sql`${value} > ${bound(from - 1)}`] : []),
        ...(to < 5 ? [sql`${value} <= ${bound(to)}`] : []),
      ];
    });
  const cases = ranges.map(({ segment, is }) => sql`when ${sql.join(isWithin(is), sql` and `)} then ${segment}`);
  const segment =
    fifths && fifths.customers >= LEAST_CUSTOMERS
      ? sql`(case when last_at = '' then null ${sql.join(cases, sql` `)} else 'regular' end)`
      : sql`null`;
  return q
    .update(customerSums)
    .set({ segment })
    .where(and(eq(customerSums.tenantId, ctx.tenant.id), sql`segment is not ${segment}`));
}
