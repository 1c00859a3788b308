import { and, eq, gte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import { type ListInput, type LogInput, listLog } from "#/db/tenant/page.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { customerSites, customerWith } from "#/domains/customers/index.ts";
import type { Instant } from "#/kernel/time.ts";
import { noSuchTemplate, noSuchThread } from "./errors.ts";
import { presented } from "./present.ts";
import type { Channel, Status } from "./rules.ts";
import {
  accountTable,
  type Communication,
  communications,
  communicationTable,
  consentTable,
  type MessageTemplate,
  type Suppression,
  suppressionTable,
  templateTable,
} from "./tables.ts";

type Filter = Partial<{
  customerId: number;
  jobId: number;
  channel: Channel;
  direction: Communication["direction"];
  status: Status;
  since: Instant;
}>;

/** What was said, the newest first; of a filtered list nobody counts the rows. */
export async function listCommunications(ctx: Ctx, { since, ...filter }: ListInput & Filter) {
  const { customerId, jobId, channel, direction, status, ...input } = filter;
  const equals = { customerId, jobId, channel, direction, status };
  const isFiltered = since !== undefined || Object.values(equals).some((value) => value !== undefined);
  const page = await communications.list(ctx, input, {
    equals,
    filters: since === undefined ? [] : [gte(communicationTable.occurredAt, since)],
    defaultSort: "-id",
    total: isFiltered ? "none" : undefined,
  });
  return { ...page, items: page.items.map(presented) };
}

/** A conversation, the newest first; 404 when nobody has said anything in it. */
export async function listThread(ctx: Ctx, { thread, ...input }: LogInput & { thread: string }) {
  const ofThread = eq(communicationTable.threadId, thread);
  const page = await listLog(ctx, input, {
    table: communicationTable,
    key: communicationTable.id,
    order: "desc",
    index: "communications_by_thread",
    parent: mapped(
      q
        .select({ id: communicationTable.id })
        .from(communicationTable)
        .where(and(eq(communicationTable.tenantId, ctx.tenant.id), ofThread))
        .limit(1),
      ([one]) => {
        if (!one) throw noSuchThread();
        return one;
      },
    ),
    filters: [ofThread],
  });
  return { ...page, items: page.items.map(presented) };
}

export const getCommunication = async (ctx: Ctx, id: number) => presented(await communications.get(ctx, id));

/** The communication that a provider knows by its own id. */
export const byReference = (ctx: Ctx, reference: string) =>
  first(
    q
      .select()
      .from(communicationTable)
      .where(and(eq(communicationTable.tenantId, ctx.tenant.id), eq(communicationTable.providerReference, reference))),
  );

/** A column of a communication, as SQL: the same trip reads what it names. */
const columnOf = (ctx: Ctx, id: string, column: string): SQL =>
  sql`(select ${sql.raw(column)} from communications where tenant_id = ${ctx.tenant.id} and id = cast(${id} as integer))`;

/** What decides whether a message may go out, read by the message's own row. */
export const judging = (ctx: Ctx, id: string) => ({
  customer: customerWith(ctx, columnOf(ctx, id, "customer_id")),
  site: first(
    q
      .select()
      .from(customerSites.table)
      .where(
        and(
          eq(customerSites.table.tenantId, ctx.tenant.id),
          sql`${customerSites.table.customerId} = ${columnOf(ctx, id, "customer_id")}`,
          sql`${customerSites.table.archivedAt} is null`,
        ),
      )
      .orderBy(customerSites.table.id)
      .limit(1),
  ),
  consents: q
    .select()
    .from(consentTable)
    .where(
      and(
        eq(consentTable.tenantId, ctx.tenant.id),
        sql`${consentTable.customerId} = ${columnOf(ctx, id, "customer_id")}`,
      ),
    ),
  suppression: suppressionOf(ctx, columnOf(ctx, id, "to_address")),
  account: accountOf(ctx),
});

export const consentsOf = (ctx: Ctx, customerId: number) =>
  q
    .select()
    .from(consentTable)
    .where(and(eq(consentTable.tenantId, ctx.tenant.id), eq(consentTable.customerId, customerId)));

/** Writes a consent down, in place of the one before it. */
export const putConsent = (ctx: Ctx, row: typeof consentTable.$inferInsert) =>
  q
    .insert(consentTable)
    .values(row)
    .onConflictDoUpdate({
      target: [consentTable.tenantId, consentTable.customerId, consentTable.channel, consentTable.category],
      set: {
        ...{
          state: row.state,
          source: row.source,
          evidence: row.evidence ?? null,
          at: row.at,
          createdBy: row.createdBy,
        },
        ...touched(ctx, consentTable),
      },
    });

/** Why a number gets no texts; undefined when it does. */
export const suppressionOf = (ctx: Ctx, phone: string | SQL) =>
  first(
    q
      .select()
      .from(suppressionTable)
      .where(and(eq(suppressionTable.tenantId, ctx.tenant.id), sql`${suppressionTable.phone} = ${phone}`)),
  );

/** Numbers that get no texts, in their order. */
export const listPhoneSuppressions = (ctx: Ctx, input: LogInput) =>
  listLog(ctx, input, { table: suppressionTable, key: suppressionTable.phone, order: "asc" });

export const insertSuppression = insertInto(suppressionTable);
/** Adds a suppression; STOP stands above what the office has written down. */
export const ensureSuppression = (suppression: Suppression) =>
  q
    .insert(suppressionTable)
    .values(suppression)
    .onConflictDoUpdate({
      target: [suppressionTable.tenantId, suppressionTable.phone],
      set: { reason: suppression.reason },
    });
export const deleteSuppression = (ctx: Ctx, phone: string) =>
  q
    .delete(suppressionTable)
    .where(and(eq(suppressionTable.tenantId, ctx.tenant.id), eq(suppressionTable.phone, phone)));

/** The template of this name; 404 when there is none. */
export const templateNamed = (ctx: Ctx, name: string) =>
  mapped(
    q
      .select()
      .from(templateTable)
      .where(and(eq(templateTable.tenantId, ctx.tenant.id), eq(templateTable.name, name))),
    ([row]): MessageTemplate => {
      if (!row) throw noSuchTemplate(name);
      return row;
    },
  );

/** The business' account with a provider of texts. */
export const accountOf = (ctx: Ctx) =>
  first(q.select().from(accountTable).where(eq(accountTable.tenantId, ctx.tenant.id)));

/** Notes that the provider was heard. */
export const heardFrom = (ctx: Ctx, id: number) =>
  q
    .update(accountTable)
    .set({ lastEventAt: ctx.now })
    .where(and(eq(accountTable.tenantId, ctx.tenant.id), eq(accountTable.id, id)));

/** Goes on with a communication that another request may change meanwhile: only from the status that it was seen in. */
export const moveOn = (ctx: Ctx, { id, status }: Communication, fields: Partial<Communication>) =>
  q
    .update(communicationTable)
    .set({ ...fields, ...touched(ctx, communicationTable) })
    .where(
      and(
        eq(communicationTable.tenantId, ctx.tenant.id),
        eq(communicationTable.id, id),
        eq(communicationTable.status, status),
      ),
    );
