import { and, asc, eq, exists, lt, lte, ne, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import type { ShardDb } from "#/db/shards.ts";
import { first, q } from "#/db/tenant/client.ts";
import { type LogInput, listLog } from "#/db/tenant/page.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { tenantState } from "#/db/tenant/schema/core.ts";
import { mailSuppressions, mails } from "#/db/tenant/schema/mail.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";

export type Mail = typeof mails.$inferSelect;
export type Suppression = typeof mailSuppressions.$inferSelect;

const oneMail = (ctx: Ctx, id: string): SQL | undefined => and(eq(mails.tenantId, ctx.tenant.id), eq(mails.id, id));

export const insertMail = insertInto(mails);

export type MailFilters = { status?: Mail["status"]; template?: string; recipient?: string };

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

/** Mails of this business that may go out now. */
export const dueMails = (ctx: Ctx, limit: number) =>
  q
    .select({ id: mails.id })
    .from(mails)
    .where(and(eq(mails.tenantId, ctx.tenant.id), eq(mails.status, "queued"), lte(mails.nextAttemptAt, ctx.now)))
    .orderBy(asc(mails.nextAttemptAt))
    .limit(limit);

/** Mails of a whole shard whose time came before `dueBefore`: their alarm was lost, or their worker died. */
export const listDueMails = (shard: ShardDb, dueBefore: Instant, limit: number) =>
  shard
    .select({ tenantId: mails.tenantId, mailId: mails.id })
    .from(mails)
    .where(
      and(
        eq(mails.status, "queued"),
        lte(mails.nextAttemptAt, dueBefore),
        exists(
          shard
            .select({ n: sql`1` })
            .from(tenantState)
            .where(and(eq(tenantState.tenantId, mails.tenantId), eq(tenantState.state, "active"))),
        ),
      ),
    )
    .orderBy(asc(mails.nextAttemptAt))
    .limit(limit)
    .all();

/**
 * Takes the mail's next attempt, if it is due and the business is active: of many that try at once, one gets the row. Its next time is
 * the end of the lease, so that a worker which dies over it is followed by another.
 */
export const claimMail = (ctx: Ctx, id: string, leaseSeconds: number) =>
  first(
    q
      .update(mails)
      .set({ attempts: sql`${mails.attempts} + 1`, nextAttemptAt: plusSeconds(ctx.now, leaseSeconds) })
      .where(
        and(
          oneMail(ctx, id),
          eq(mails.status, "queued"),
          lte(mails.nextAttemptAt, ctx.now),
          exists(
            q
              .select({ n: sql`1` })
              .from(tenantState)
              .where(and(eq(tenantState.tenantId, ctx.tenant.id), eq(tenantState.state, "active"))),
          ),
        ),
      )
      .returning(),
  );

/** Whether the mail's recipient gets no mail. */
export const findSuppressionOf = (ctx: Ctx, mailId: string) => {
  const address = q
    .select({ address: sql`lower(${mails.recipient})` })
    .from(mails)
    .where(oneMail(ctx, mailId));
  return first(
    q
      .select()
      .from(mailSuppressions)
      .where(and(eq(mailSuppressions.tenantId, ctx.tenant.id), eq(mailSuppressions.address, sql`${address}`))),
  );
};

/** Ends a claim with what came of it. Hits no row when the lease ran out and another worker has the mail. */
export const settleMail = (ctx: Ctx, { id, attempts }: Mail, change: Partial<Mail>) =>
  q
    .update(mails)
    .set(change)
    .where(and(oneMail(ctx, id), eq(mails.status, "queued"), eq(mails.attempts, attempts)));

/** Drops up to `limit` mails of this business that are older than an id and done with. */
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

const oneSuppression = (ctx: Ctx, address: string): SQL | undefined =>
  and(eq(mailSuppressions.tenantId, ctx.tenant.id), eq(mailSuppressions.address, address));

/** Addresses that get no mail, by name. */
export const listSuppressions = (ctx: Ctx, input: LogInput) =>
  listLog(ctx, input, { table: mailSuppressions, key: mailSuppressions.address, order: "asc" });

export const findSuppression = (ctx: Ctx, address: string) =>
  first(q.select().from(mailSuppressions).where(oneSuppression(ctx, address)));
export const insertSuppression = insertInto(mailSuppressions);
/** As the mail service tells it; what is there already stays as it is. */
export const noteSuppression = (suppression: Suppression) =>
  q.insert(mailSuppressions).values(suppression).onConflictDoNothing();
export const deleteSuppression = (ctx: Ctx, address: string) =>
  q.delete(mailSuppressions).where(oneSuppression(ctx, address));
