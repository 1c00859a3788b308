import { and, asc, eq, isNull, lt, ne, or, sql } from "drizzle-orm";
import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { first, mapped, q } from "#/db/tenant/client.ts";
import { touch } from "#/db/tenant/guards.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { users } from "#/domains/identity/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import {
  linkTable,
  type Report,
  type Run,
  reportTable,
  runs,
  runTable,
  type Schedule,
  scheduleTable,
} from "./tables.ts";
import { MOST_WAITING } from "./terms.ts";

/** A run that the caller sees: one of a private report is its owner's alone. */
export const seenRun = (ctx: Ctx, id: number) =>
  mapped(runs.one(ctx, id), (run) => {
    if (run.privateTo !== null && run.privateTo !== actorName(ctx.actor)) throw notFound("report_run", id);
    return run;
  });

/** The runs that the caller sees. */
export const listRuns = (ctx: Ctx, { reportId, ...input }: ListInput & { reportId?: number | undefined }) =>
  runs.list(ctx, input, {
    equals: { reportId },
    filters: [or(isNull(runTable.privateTo), eq(runTable.privateTo, actorName(ctx.actor)))],
    total: "some",
  });

/** Users by their ids. */
export const usersAmong = (ctx: Ctx, ids: readonly number[]) =>
  q
    .select()
    .from(users.table)
    .where(
      and(
        eq(users.table.tenantId, ctx.tenant.id),
        sql`${users.table.id} in (select value from json_each(${JSON.stringify(ids)}))`,
      ),
    );

/** The schedule that a run is for. */
export const scheduleOfRun = (ctx: Ctx, { scheduleId }: Run) =>
  mapped(
    first(
      q
        .select()
        .from(scheduleTable)
        .where(and(eq(scheduleTable.tenantId, ctx.tenant.id), eq(scheduleTable.id, scheduleId ?? 0))),
    ),
    (row) => row as Schedule | undefined,
  );

/** Hits the report unless its last runs are all still to be done: asking again and again would only let the others wait. */
export const holdFewWaiting = (ctx: Ctx, { id }: Report) =>
  touch(
    reportTable,
    and(
      eq(reportTable.tenantId, ctx.tenant.id),
      eq(reportTable.id, id),
      sql`(select count(*) from (select status from report_runs where tenant_id = ${ctx.tenant.id} and report_id = ${id}
        order by id desc limit ${MOST_WAITING}) where status = 'queued') < ${MOST_WAITING}`,
    ),
  );

export const insertLink = insertInto(linkTable);
export const linkOf = (ctx: Ctx, hash: string) =>
  first(
    q
      .select()
      .from(linkTable)
      .where(and(eq(linkTable.tenantId, ctx.tenant.id), eq(linkTable.hash, hash))),
  );
/** The run of a link. */
export const runOfLink = (ctx: Ctx, hash: string) =>
  first(
    q
      .select()
      .from(runTable)
      .where(
        and(
          eq(runTable.tenantId, ctx.tenant.id),
          sql`${runTable.id} = (select run_id from report_links where tenant_id = ${ctx.tenant.id} and hash = ${hash})`,
        ),
      ),
  );
/** The user who got a link by mail. */
export const userOfReportLink = (ctx: Ctx, hash: string) =>
  first(
    q
      .select()
      .from(users.table)
      .where(
        and(
          eq(users.table.tenantId, ctx.tenant.id),
          sql`${users.table.id} = (select user_id from report_links where tenant_id = ${ctx.tenant.id} and hash = ${hash})`,
        ),
      ),
  );

/** How long a run is still shown once its file is gone. */
const SHOWN_SECONDS = 60 * 24 * 3600;

/** Runs whose file is to go, or that have been without one for long. */
export const expiredRuns = (ctx: Ctx, now: Instant, limit: number) =>
  q
    .select()
    .from(runTable)
    .where(
      and(
        eq(runTable.tenantId, ctx.tenant.id),
        lt(runTable.expiresAt, now),
        or(ne(runTable.status, "expired"), lt(runTable.expiresAt, plusSeconds(now, -SHOWN_SECONDS))),
      ),
    )
    .orderBy(asc(runTable.expiresAt))
    .limit(limit);

export const dropLinks = (ctx: Ctx, { id }: Run) =>
  q.delete(linkTable).where(and(eq(linkTable.tenantId, ctx.tenant.id), eq(linkTable.runId, id)));
