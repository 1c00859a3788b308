import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, q } from "#/db/tenant/client.ts";
import type { Instant } from "#/kernel/time.ts";

// Apart from repo.ts: the board reads this, and comes before what repo.ts knows of jobs.

const kinds = ["response", "resolution"] as const;
type State = "warning" | "violated";

/** `pressingOf` of clock.ts, in SQL. What code of before warned of too early is not shown yet. */
const stateOf = (ctx: Ctx, kind: (typeof kinds)[number], metAt: string): SQL => {
  const column = (name: string) => sql.raw(`${kind}_${name}`);
  return sql`case when ${column("breached")} then 'violated'
    when ${column("warned_at")} is not null and ${column("warn_at")} <= ${ctx.now} and ${column("due_at")} is not null and ${sql.raw(metAt)} is null and cancelled_at is null then 'warning' end`;
};

/** The promises for some jobs, given as SQL for their ids, that were broken or whose time is nearly over. A business without clocks costs one row. */
export const pressingLevels = (ctx: Ctx, jobIds: SQL) =>
  mapped(
    q
      .select({
        jobId: sql<number>`job_id`.as("job_id"),
        responseMetAt: sql<string>`response_met_at`.as("response_met_at"),
        response: sql<State | null>`response`.as("response"),
        responseDueAt: sql<Instant | null>`response_due_at`.as("response_due_at"),
        resolution: sql<State | null>`resolution`.as("resolution"),
        resolutionDueAt: sql<Instant | null>`resolution_due_at`.as("resolution_due_at"),
      })
      .from(
        sql`(select id as job_id, snapshot ->> 'responseMetAt' as response_met_at, response_due_at, resolution_due_at,
            ${stateOf(ctx, "response", "responded_at")} as response, ${stateOf(ctx, "resolution", "resolved_at")} as resolution
          from sla_clocks where tenant_id = ${ctx.tenant.id} and id in (${jobIds})
            and exists (select 1 from sla_clocks where tenant_id = ${ctx.tenant.id})
            and (response is not null or resolution is not null))`,
      ),
    (rows) =>
      rows.flatMap(({ jobId, responseMetAt, ...row }) =>
        kinds.flatMap((kind) => {
          const state = row[kind];
          return state ? [{ jobId, kind, state, dueAt: row[`${kind}DueAt`], responseMetAt }] : [];
        }),
      ),
  );
