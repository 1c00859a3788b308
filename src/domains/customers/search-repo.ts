import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, only, q } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { selectFrom, textOf } from "#/db/tenant/prepared.ts";
import { fold } from "#/kernel/fold.ts";
import { decodeCursor, encodeCursor, type Page, pageWindow } from "#/kernel/page.ts";
import { readPhone } from "#/kernel/phone.ts";
import { emailKey } from "./contacts.ts";
import { matchOf } from "./rules.ts";
import { type Customer, customers, customerTable } from "./tables.ts";

// The full-text index `customer_words` belongs to all businesses of a shard. Each word in it begins with its business' id, so a search reads the
// words of its own business alone. A row's number is the business' number on the shard (`search_tenants`) and the customer's id: the order of the
// index is the order of the ids, and a page reads what it shows. Triggers keep the index, so that a moved business has it too.

export type CustomerFilter = Partial<{
  search: string;
  archived: boolean;
  tag: string;
  type: Customer["type"];
  city: string;
  zip: string;
  hasEmail: boolean;
  hasPhone: boolean;
  doNotService: boolean;
  externalId: string;
  email: string;
  phone: string;
}>;

/** `select rowid & ID_BITS`: the customer's id. */
const ID_BITS = sql.raw("4294967295");

/** Customers who were not merged into another; with `updated_since` those too, so that a copy elsewhere learns of it. */
export async function listCustomers(
  ctx: Ctx,
  { search, tag, ...input }: ListInput & CustomerFilter,
): Promise<Page<Customer>> {
  const { updatedSince, sort = updatedSince ? "updated_at" : "id" } = input;
  const match = search === undefined ? undefined : matchOf(search, ctx.tenant.id.replaceAll("-", ""));
  if (search !== undefined && match === undefined)
    return { items: [], limit: pageWindow(input).limit, nextCursor: null };
  const own = conditionsOf(ctx, input);
  const [tagged, found] = [
    tag === undefined ? undefined : withTag(ctx, tag),
    match === undefined ? undefined : matching(match),
  ];
  const conditions = [...own, tagged, found];
  const isPlain = own.every((condition) => condition === undefined);
  const listed = updatedSince ? undefined : isNull(customerTable.mergedInto);
  const kept = isPlain ? (tag === undefined ? "listed" : `tag/${tag}`) : undefined;
  if ((match || tag !== undefined) && !updatedSince && /^-?id$/.test(sort)) {
    const from = match ? byWords(ctx, match) : byTag(ctx, tag ?? "");
    const filter = and(listed, ...own, match ? tagged : undefined);
    return await drivenPage(ctx, input, {
      from,
      filter,
      sort,
      total: match ? undefined : totalOf(ctx, filter, kept, tagged),
    });
  }
  return await customers.list(ctx, input, {
    filters: [listed, ...conditions],
    sorts: { name: [customerTable.nameKey, customerTable.id] },
    total: match ? "none" : kept,
  });
}

const conditionsOf = (ctx: Ctx, filter: CustomerFilter): (SQL | undefined)[] => [
  filter.archived === undefined ? undefined : (filter.archived ? isNotNull : isNull)(customerTable.archivedAt),
  filter.type && eq(customerTable.type, filter.type),
  filter.city === undefined ? undefined : eq(customerTable.cityKey, fold(filter.city)),
  filter.zip === undefined ? undefined : eq(customerTable.billingZip, filter.zip),
  filter.hasEmail === undefined ? undefined : hasAny(sql`${customerTable.emails}`, filter.hasEmail),
  filter.hasPhone === undefined ? undefined : hasAny(sql`${customerTable.phones}`, filter.hasPhone),
  filter.doNotService === undefined ? undefined : eq(customerTable.doNotService, filter.doNotService),
  filter.externalId === undefined ? undefined : eq(customerTable.externalId, filter.externalId),
  filter.email === undefined ? undefined : known(ctx, emailKey(filter.email)),
  filter.phone === undefined ? undefined : known(ctx, dialled(filter.phone)),
];

const dialled = (typed: string): string => {
  const phone = readPhone(typed);
  return "e164" in phone ? phone.e164 : typed;
};
const hasAny = (list: SQL, any: boolean): SQL => (any ? sql`${list} <> '[]'` : sql`${list} = '[]'`);
const known = (ctx: Ctx, value: string): SQL =>
  sql`${customerTable.id} in (select customer_id from customer_contacts where tenant_id = ${ctx.tenant.id} and value = ${value})`;
const withTag = (ctx: Ctx, tag: string): SQL =>
  sql`${customerTable.id} in (select customer_id from customer_tags where tenant_id = ${ctx.tenant.id} and tag = ${tag})`;
const matching = (match: string): SQL =>
  sql`${customerTable.id} in (select rowid & ${ID_BITS} from customer_words where customer_words match ${match})`;

/** The condition that an id is that of a customer with these words; null: there are no words to look for. */
export function withWords(ctx: Ctx, id: SQL, search: string): SQL | null {
  const ids = idsWithWords(ctx, search);
  return ids && sql`${id} in (${ids})`;
}
/** The select of the ids of customers with these words; null: there are no words to look for. */
export function idsWithWords(ctx: Ctx, search: string): SQL | null {
  const match = matchOf(search, ctx.tenant.id.replaceAll("-", ""));
  return match === undefined
    ? null
    : sql`select rowid & ${ID_BITS} as id from customer_words where customer_words match ${match}`;
}

/** What gives the ids of a page in their order, as the first table of a join. */
type Driver = { table: SQL; where: SQL; id: SQL; key: SQL; keyOf: (id: number) => SQL };

const byWords = (ctx: Ctx, match: string): Driver => ({
  table: sql`customer_words f`,
  where: sql`f.customer_words match ${match}`,
  id: sql`f.rowid & ${ID_BITS}`,
  key: sql`f.rowid`,
  // an integer: the index takes no other number as a bound
  keyOf: (id) =>
    sql`((select n from search_tenants where business = ${ctx.tenant.id}) * 4294967296 + cast(${id} as integer))`,
});

const byTag = (ctx: Ctx, tag: string): Driver => ({
  table: sql`customer_tags f`,
  where: sql`f.tenant_id = ${ctx.tenant.id} and f.tag = ${tag}`,
  id: sql`f.customer_id`,
  key: sql`f.customer_id`,
  keyOf: (id) => sql`${id}`,
});

type Driven = { from: Driver; filter: SQL | undefined; sort: string; total: ReturnType<typeof totalOf> | undefined };

/** A page of what a driver finds, in the order of ids: it is read no further than its last row. */
async function drivenPage(ctx: Ctx, input: ListInput, { from, filter, sort, total }: Driven): Promise<Page<Customer>> {
  const { page, limit, offset } = pageWindow(input);
  const { cursor } = input;
  const [order, beyond] = sort === "id" ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];
  const last = cursor === undefined ? undefined : Number(decodeCursor(cursor, sort, 1)[0]);
  const after = last === undefined ? undefined : sql`${from.key} ${beyond} ${from.keyOf(last)}`;
  const text = textOf(sql`where "tenant_id" = ${ctx.tenant.id} and "id" in (
    select ${customerTable.id} from ${from.table}
    cross join ${customerTable} on ${customerTable.tenantId} = ${ctx.tenant.id} and ${customerTable.id} = ${from.id}
    where ${and(from.where, filter, after)}
    order by ${from.key} ${order} limit ${limit + 1} offset ${offset}) order by "id" ${order}`);
  const { rows, n } = await read(ctx, {
    rows: selectFrom(customerTable, text),
    n: cursor === undefined ? total : undefined,
  });
  const items = rows.slice(0, limit);
  const end = items.at(-1);
  const nextCursor = rows.length > limit && end ? encodeCursor(sort, [end.id]) : null;
  if (n === undefined) return { items, limit, nextCursor };
  return { items, total: n, page, limit, totalPages: Math.ceil(n / limit), nextCursor };
}

const totalOf = (ctx: Ctx, filter: SQL | undefined, kept: string | undefined, tagged: SQL | undefined) =>
  kept
    ? customers.total(ctx, kept)
    : mapped(
        only(
          q
            .select({ n: sql<number>`count(*)`.as("n") })
            .from(customerTable)
            .where(and(eq(customerTable.tenantId, ctx.tenant.id), filter, tagged)),
        ),
        ({ n }) => n,
      );
