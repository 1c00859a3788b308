import { and, eq, lt, ne, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { type LogInput, listLog } from "#/db/tenant/page.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { type Mail, mailSuppressions, mails, type Suppression } from "./tables.ts";

export const insertMail = insertInto(mails);

type MailFilters = { status?: Mail["status"]; template?: string; recipient?: string };

/** The log of mails, newest first. */
export const listMails = (ctx: Ctx, { status, template, recipient, ...input }: LogInput & MailFilters) =>
  listLog(ctx, input, {
    table: mails,
    key: mails.id,
    order: "desc",
    filters: [
      status && eq(mails.status, status),
      template && eq(mails.template, template),
      recipient && eq(mails.recipient, recipient),
    ],
  });

/** Drops up to `limit` finished mails with an id before `beforeId`. */
export const dropOldMails = (ctx: Ctx, beforeId: string, limit: number) =>
  q
    .delete(mails)
    .where(
      and(
        eq(mails.tenantId, ctx.tenant.id),
        lt(mails.id, beforeId),
        ne(mails.status, "queued"),
        sql`${mails.id} in (select id from mails where tenant_id = ${ctx.tenant.id} order by id limit ${limit})`,
      ),
    );

const ofAddress = (ctx: Ctx, address: string | SQL): SQL | undefined =>
  and(eq(mailSuppressions.tenantId, ctx.tenant.id), eq(mailSuppressions.address, address));

/** The suppression of an address; undefined when it gets mail. */
export const suppressionOf = (ctx: Ctx, address: string | SQL) =>
  first(q.select().from(mailSuppressions).where(ofAddress(ctx, address)));

/** The suppressions of addresses, in lower case, that a query names. */
export const mailSuppressionsAmong = (ctx: Ctx, addresses: SQL) =>
  q
    .select()
    .from(mailSuppressions)
    .where(and(eq(mailSuppressions.tenantId, ctx.tenant.id), sql`${mailSuppressions.address} in (${addresses})`));

/** The suppression of a mail's recipient. */
export const suppressionOfMail = (ctx: Ctx, mailId: string) => {
  const address = q
    .select({ address: sql`lower(${mails.recipient})` })
    .from(mails)
    .where(and(eq(mails.tenantId, ctx.tenant.id), eq(mails.id, mailId)));
  return suppressionOf(ctx, sql`${address}`);
};

/** Addresses that get no mail, in alphabetical order. */
export const listSuppressions = (ctx: Ctx, input: LogInput) =>
  listLog(ctx, input, { table: mailSuppressions, key: mailSuppressions.address, order: "asc" });

export const insertSuppression = insertInto(mailSuppressions);
/** Adds a suppression; one that is there already stays as it is. */
export const ensureSuppression = (suppression: Suppression) =>
  q.insert(mailSuppressions).values(suppression).onConflictDoNothing();
export const deleteSuppression = (ctx: Ctx, address: string) =>
  q.delete(mailSuppressions).where(ofAddress(ctx, address));
