import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { againAfter } from "#/db/tenant/again.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import type { Write } from "#/db/tenant/commit.ts";
import { ofCustomer } from "#/db/tenant/customer-rows.ts";
import { must, touch } from "#/db/tenant/guards.ts";
import { read } from "#/db/tenant/load.ts";
import { type LogInput, listLog } from "#/db/tenant/page.ts";
import { changedMeanwhile, notFound } from "#/kernel/errors.ts";
import { customerMerged, tooManyAttachments, tooManySites } from "./errors.ts";
import {
  attachmentTable,
  type Customer,
  type CustomerAttachment,
  type CustomerSite,
  customers,
  customerTable,
  noteTable,
  siteTable,
} from "./tables.ts";

// What lies below a customer: sites, notes, attachments.

/** The most of a customer; each is counted in the commit that adds it. */
export const MOST_SITES = 200;
export const MOST_ATTACHMENTS = 500;

/** The customer; refused when they were merged into another: nothing more is kept under them. */
export const openCustomer = (ctx: Ctx, id: number) =>
  mapped(customers.one(ctx, id), (customer): Customer => {
    if (customer.mergedInto !== null) throw customerMerged(id, customer.mergedInto);
    return customer;
  });

const standing = (ctx: Ctx, id: number): SQL =>
  sql`${and(eq(customerTable.tenantId, ctx.tenant.id), eq(customerTable.id, id))} and ${customerTable.mergedInto} is null`;

/** What the customer was when somebody decided about them. */
type Seen = Pick<Customer, "archivedAt" | "doNotService">;
const isAsSeen = ({ archivedAt, doNotService }: Seen): SQL =>
  sql`(${customerTable.archivedAt} is null) = ${Number(archivedAt === null)} and ${customerTable.doNotService} = ${Number(doNotService)}`;

/** Refuses when the customer was merged into another meanwhile; with `seen`, a customer who was archived or barred since then is refused too, or who no longer is. */
export const holdStanding = (ctx: Ctx, id: number, seen?: Seen): Write[] => [
  touch(customerTable, and(standing(ctx, id), seen && isAsSeen(seen))),
  must(changedMeanwhile("customer", id, false)),
];

/** As `holdStanding`, of many customers by one statement. */
export function holdAllStanding(ctx: Ctx, ids: readonly number[]): Write[] {
  const all = [...new Set(ids)];
  const [first] = all;
  if (first === undefined) return [];
  const left = sql`(select count(*) from ${customerTable} where ${customerTable.tenantId} = ${ctx.tenant.id} and ${customerTable.id} in (select value from json_each(${JSON.stringify(all)})) and ${customerTable.mergedInto} is null)`;
  return [
    touch(customerTable, and(standing(ctx, first), sql`${left} = ${all.length}`)),
    must(changedMeanwhile("customer", first, false)),
  ];
}

/** Again where `holdCustomer` has refused: those who were merged are somebody else then. */
export const againAfterMerge = againAfter(({ reason }) => reason === "customer.changed_meanwhile");

const atMost = (ctx: Ctx, table: typeof siteTable | typeof attachmentTable, id: number, most: number): SQL =>
  sql`(select count(*) from ${table} where ${and(eq(table.tenantId, ctx.tenant.id), eq(table.customerId, id))}) <= ${most}`;

/** Takes the words of a customer's sites into those that find the customer. */
export const renewSiteWords = (ctx: Ctx, id: number, isNew = false): Write[] => [
  q
    .update(customerTable)
    .set({
      siteWords: sql`(select coalesce(group_concat(' ' || ${siteTable.search}, ''), '') from ${siteTable} where ${and(eq(siteTable.tenantId, ctx.tenant.id), eq(siteTable.customerId, id))} and ${siteTable.archivedAt} is null)`,
    })
    .where(and(standing(ctx, id), isNew ? atMost(ctx, siteTable, id, MOST_SITES) : undefined)),
  must(isNew ? tooManySites(MOST_SITES) : changedMeanwhile("customer", id, false)),
];

/** Refuses one attachment too many. */
export const holdAttachments = (ctx: Ctx, id: number): Write[] => [
  touch(customerTable, and(standing(ctx, id), atMost(ctx, attachmentTable, id, MOST_ATTACHMENTS))),
  must(tooManyAttachments(MOST_ATTACHMENTS)),
];

/** A site of this customer; 404 for another's. */
export const siteOf = (ctx: Ctx, customerId: number, id: number) =>
  mapped(
    first(
      q
        .select()
        .from(siteTable)
        .where(
          and(
            eq(siteTable.tenantId, ctx.tenant.id),
            eq(siteTable.id, id),
            ofCustomer(ctx, siteTable.customerId, customerId),
          ),
        ),
    ),
    (row): CustomerSite => {
      if (!row) throw notFound("customer_site", id);
      return row;
    },
  );

/** An attachment of this customer; 404 for another's. */
export const attachmentOf = (ctx: Ctx, customerId: number, id: number) =>
  mapped(
    first(
      q
        .select()
        .from(attachmentTable)
        .where(
          and(
            eq(attachmentTable.tenantId, ctx.tenant.id),
            eq(attachmentTable.id, id),
            ofCustomer(ctx, attachmentTable.customerId, customerId),
          ),
        ),
    ),
    (row): CustomerAttachment => {
      if (!row) throw notFound("customer_attachment", id);
      return row;
    },
  );

export const getSite = async (ctx: Ctx, { id, siteId }: { id: number; siteId: number }): Promise<CustomerSite> =>
  (await read(ctx, { site: siteOf(ctx, id, siteId) })).site;

type Below = LogInput & { id: number };

export const listSites = (ctx: Ctx, { id, archived, ...input }: Below & { archived?: boolean | undefined }) =>
  listLog(ctx, input, {
    table: siteTable,
    key: siteTable.id,
    order: "asc",
    index: "customer_sites_by_customer",
    parent: customers.one(ctx, id),
    filters: [
      ofCustomer(ctx, siteTable.customerId, id),
      archived === undefined ? undefined : sql`(${siteTable.archivedAt} is not null) = ${archived ? 1 : 0}`,
    ],
  });

/** The newest first. */
export const listNotes = (ctx: Ctx, { id, ...input }: Below) =>
  listLog(ctx, input, {
    table: noteTable,
    key: noteTable.id,
    order: "desc",
    index: "customer_notes_by_customer",
    parent: customers.one(ctx, id),
    filters: [ofCustomer(ctx, noteTable.customerId, id)],
  });

/** The newest first. */
export const listAttachments = (ctx: Ctx, { id, ...input }: Below) =>
  listLog(ctx, input, {
    table: attachmentTable,
    key: attachmentTable.id,
    order: "desc",
    index: "customer_attachments_by_customer",
    parent: customers.one(ctx, id),
    filters: [ofCustomer(ctx, attachmentTable.customerId, id)],
  });
