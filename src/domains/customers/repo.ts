import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { Part, Write } from "#/db/tenant/commit.ts";
import { totalsUnder } from "#/db/tenant/counters.ts";
import { standingIdOf } from "#/db/tenant/customer-rows.ts";
import { must } from "#/db/tenant/guards.ts";
import { read } from "#/db/tenant/load.ts";
import { contactTakenMeanwhile } from "./errors.ts";
import { type Customer, customerContacts, customerTable, customerTags, siteTable } from "./tables.ts";

/** More have one phone or address only where people have said so. */
const MOST_OWNERS = 5;

const owners = (ctx: Ctx, keys: string): SQL =>
  sql`${customerTable.id} in (select customer_id from customer_contacts where tenant_id = ${ctx.tenant.id} and value in (select value from json_each(${keys})))`;

/** The customers who have one of these phones or addresses, by id. */
export const contactOwners = (ctx: Ctx, keys: readonly string[], limit = MOST_OWNERS) =>
  q
    .select()
    .from(customerTable)
    .where(
      and(
        eq(customerTable.tenantId, ctx.tenant.id),
        isNull(customerTable.mergedInto),
        owners(ctx, JSON.stringify(keys)),
      ),
    )
    .orderBy(customerTable.id)
    .limit(limit);

/** The customer with an id, or the one that they were merged into. */
export const standingCustomer = (ctx: Ctx, id: number | SQL) =>
  q
    .select()
    .from(customerTable)
    .where(and(eq(customerTable.tenantId, ctx.tenant.id), sql`${customerTable.id} = ${standingIdOf(ctx, id)}`));

/** The ids of a customer and of those who were merged into them. */
export const idsOfCustomer = (ctx: Ctx, id: number) =>
  mapped(
    q
      .select({ id: customerTable.id })
      .from(customerTable)
      .where(and(eq(customerTable.tenantId, ctx.tenant.id), eq(customerTable.mergedInto, id))),
    (rows) => [id, ...rows.map((row) => row.id)],
  );

/** The customer with an id that a query tells, or the one that they were merged into; undefined for null. */
export const customerWith = (ctx: Ctx, id: SQL) =>
  mapped(standingCustomer(ctx, id), ([row]): Customer | undefined => row);

/** SQL for the customer whose site this is. */
export const customerIdOfSite = (ctx: Ctx, siteId: number): SQL =>
  sql`(select customer_id from customer_sites where tenant_id = ${ctx.tenant.id} and id = ${siteId})`;

/** The customers who have one of these ids of another system; a JSON array. */
export const customersUnder = (ctx: Ctx, externalIds: string) =>
  q
    .select({ id: customerTable.id, externalId: customerTable.externalId })
    .from(customerTable)
    .where(
      and(
        eq(customerTable.tenantId, ctx.tenant.id),
        sql`${customerTable.externalId} in (select value from json_each(${externalIds}))`,
      ),
    );

/** A site, of the customer with this id or of the one that they were merged into, if one is named. */
export const siteOfStanding = (ctx: Ctx, siteId: number, customerId?: number) =>
  q
    .select()
    .from(siteTable)
    .where(
      and(
        eq(siteTable.tenantId, ctx.tenant.id),
        eq(siteTable.id, siteId),
        customerId === undefined ? undefined : sql`${siteTable.customerId} = ${standingIdOf(ctx, customerId)}`,
      ),
    );

type Keys = readonly string[];
const minus = (all: Keys, others: Keys): Keys => all.filter((one) => !others.includes(one));

/**
 * Changes what a customer is known again by. `alone`: refuses what another customer has by now, so that of two requests at the same moment one
 * makes the customer and the other finds them.
 */
export function moveContacts(ctx: Ctx, id: number, before: Keys, after: Keys, alone: boolean): Part {
  const [gone, added] = [minus(before, after), minus(after, before)];
  const json = JSON.stringify(added);
  const free = alone
    ? sql` where not exists (select 1 from customer_contacts had where had.tenant_id = ${ctx.tenant.id} and had.value in (select value from json_each(${json})) and had.customer_id <> ${id})`
    : sql``;
  const writes: Write[] = [
    ...(gone.length > 0 ? [dropContacts(ctx, id, gone)] : []),
    ...(added.length > 0
      ? [
          q
            .insert(customerContacts)
            .select(sql`select ${ctx.tenant.id}, value, cast(${id} as integer) from json_each(${json})${free}`),
          must(contactTakenMeanwhile()),
        ]
      : []),
  ];
  return { writes };
}

const dropContacts = (ctx: Ctx, id: number, values: Keys) =>
  q
    .delete(customerContacts)
    .where(
      and(
        eq(customerContacts.tenantId, ctx.tenant.id),
        sql`${customerContacts.value} in (select value from json_each(${JSON.stringify(values)}))`,
        eq(customerContacts.customerId, id),
      ),
    );

/** Changes under which tags a customer is listed. */
export function moveTags(ctx: Ctx, id: number, before: Keys, after: Keys): Part {
  const [gone, added] = [minus(before, after), minus(after, before)];
  const writes: Write[] = [];
  if (gone.length > 0)
    writes.push(
      q
        .delete(customerTags)
        .where(
          and(
            eq(customerTags.tenantId, ctx.tenant.id),
            sql`${customerTags.tag} in (select value from json_each(${JSON.stringify(gone)}))`,
            eq(customerTags.customerId, id),
          ),
        ),
    );
  if (added.length > 0)
    writes.push(
      q
        .insert(customerTags)
        .select(sql`select ${ctx.tenant.id}, value, cast(${id} as integer) from json_each(${JSON.stringify(added)})`),
    );
  return { writes };
}

/** Tags that a business sees at once; few have a tenth of them. */
const MOST_TAGS = 1000;
const TAGS = "customer/tag/";

/** Every tag in use with the number of its customers. */
export async function listTags(ctx: Ctx) {
  const { tags } = await read(ctx, {
    tags: mapped(totalsUnder(ctx, TAGS, MOST_TAGS), (rows) =>
      rows.map(({ entity, n }) => ({ tag: entity.slice(TAGS.length), customers: n })),
    ),
  });
  return { items: tags };
}
