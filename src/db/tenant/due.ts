import { and, asc, eq, exists, lte, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Ctx } from "#/ctx.ts";
import { clockMs } from "#/kernel/clock.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";
import type { ShardDb } from "../shards.ts";
import { first, mapped, q } from "./client.ts";
import type { Part } from "./commit.ts";
import { must } from "./guards.ts";
import { prepared, type Slot } from "./prepared.ts";
import { tenantState } from "./tables.ts";

// Due work waits in a table of its domain. A queue message is only its alarm; the sweep rings again when one is lost.

type DueTable = SQLiteTable & Record<"tenantId" | "id" | "status" | "nextAttemptAt", SQLiteColumn>;
/** Bindings of the queues that carry alarms. */
export type AlarmQueue = "WEBHOOKS" | "MAIL" | "TASKS";
/** An alarm names work and never holds it: two equal alarms mean the same work. */
export type Alarm = { job: string; tenantId: string; id: string };

type Options<T extends DueTable> = {
  table: T;
  queue: AlarmQueue;
  /** `status` of a row that waits for its next attempt. */
  waiting: string;
  /** Counts the claims, so each claim has its own number. */
  attempts: SQLiteColumn;
  /** Longer than an attempt can take. When its worker dies, the sweep starts another attempt after this. */
  leaseSeconds: number;
  /** Commits insert such rows, so the relay rings for them after each commit. */
  rungByRelay?: boolean;
};

/** The longest delay that Queues take; work further off is left to the sweep. */
const MAX_DELAY_SECONDS = 12 * 3600;
/** The most messages that one `sendBatch` takes. */
const MAX_BATCH = 100;

/** Sends alarms in as few calls as possible. */
export async function ring(env: Cloudflare.Env, queue: AlarmQueue, alarms: readonly Alarm[]): Promise<void> {
  for (let from = 0; from < alarms.length; from += MAX_BATCH)
    await env[queue].sendBatch(alarms.slice(from, from + MAX_BATCH).map((body) => ({ body })));
}

/** A table of due work. While a claim lasts, `next_attempt_at` is the end of its lease. */
export function dueTable<T extends DueTable>(job: string, options: Options<T>) {
  type Row = T["$inferSelect"];
  const { table, queue, waiting, attempts, leaseSeconds, rungByRelay = false } = options;
  const one = (ctx: Ctx, id: string) => and(eq(table.tenantId, ctx.tenant.id), eq(table.id, id));
  const isWaiting = eq(table.status, waiting);
  const countColumn = Object.entries(table).find(([, column]) => column === attempts)?.[0] ?? "";
  const claimLost = (id: string) =>
    new AppError("conflict", `${job}.claim_lost`, `Another worker has claimed ${id} meanwhile.`);
  /** What each piece of work has claimed. */
  const claimed = new WeakMap<Ctx, Row>();
  const claimOne = prepared((tenantId: Slot<string>, id: Slot<string>, now: Slot<Instant>, leaseEnd: Slot<Instant>) =>
    first(
      q
        .update(table as SQLiteTable)
        .set({ nextAttemptAt: sql`${leaseEnd}`, [countColumn]: sql`${attempts} + 1` })
        .where(and(eq(table.tenantId, tenantId), eq(table.id, id), isWaiting, lte(table.nextAttemptAt, now)))
        .returning(),
    ),
  );
  const dueAt = prepared((tenantId: Slot<string>, now: Slot<Instant>) =>
    mapped(
      q
        .select({ id: table.id })
        .from(table as SQLiteTable)
        .where(and(eq(table.tenantId, tenantId), isWaiting, lte(table.nextAttemptAt, now)))
        .orderBy(asc(table.nextAttemptAt))
        .limit(MAX_BATCH),
      (rows) => rows.map(({ id }) => String(id)),
    ),
  );
  const alarmOf = (ctx: Ctx, id: string): Alarm => ({ job, tenantId: ctx.tenant.id, id });

  return {
    job,
    queue,
    rungByRelay,

    /** Takes the next attempt of a row if it is due: of many that try at once, one gets the row. */
    claim: (ctx: Ctx, id: string) =>
      mapped(claimOne(ctx, id, ctx.now, plusSeconds(ctx.now, leaseSeconds)), (row) => {
        if (row) claimed.set(ctx, row as Row);
        return row as Row | undefined;
      }),

    /**
     * Lets go what work has claimed that threw: it is due again at once. Changes nothing where the claim was settled, or another worker has the row
     * by now; undefined where nothing was claimed.
     */
    letGo: (ctx: Ctx): Part | undefined => {
      const row = claimed.get(ctx);
      if (!row) return undefined;
      const { id, nextAttemptAt, [countColumn]: claims } = row as { id: string } & Record<string, unknown>;
      const isOurs = and(one(ctx, id), isWaiting, eq(attempts, claims), eq(table.nextAttemptAt, nextAttemptAt));
      return {
        writes: [
          q
            .update(table as SQLiteTable)
            .set({ nextAttemptAt: ctx.now })
            .where(isOurs),
        ],
      };
    },

    /** Ends a claim with its outcome; refused when the lease ran out and another worker has the row. */
    settle: (ctx: Ctx, row: Row, fields: Partial<Row>): Part => {
      const { id, [countColumn]: claims } = row as { id: string } & Record<string, unknown>;
      return {
        writes: [
          q
            .update(table as SQLiteTable)
            .set(fields)
            .where(and(one(ctx, id), isWaiting, eq(attempts, claims))),
          must(claimLost(id)),
        ],
      };
    },

    /** Ids of the tenant's rows that are due. */
    due: (ctx: Ctx) => dueAt(ctx, ctx.now),

    /** Rows of a whole shard or one tenant that were due before a moment: their alarm was lost, or their worker died. */
    overdue: (shard: ShardDb, before: Instant, limit: number, tenantId?: string) =>
      shard
        .select({ tenantId: table.tenantId, id: table.id })
        .from(table as SQLiteTable)
        .where(
          and(
            isWaiting,
            lte(table.nextAttemptAt, before),
            tenantId === undefined ? undefined : eq(table.tenantId, tenantId),
            exists(
              shard
                .select({ n: sql`1` })
                .from(tenantState)
                .where(and(eq(tenantState.tenantId, table.tenantId), eq(tenantState.state, "active"))),
            ),
          ),
        )
        .orderBy(asc(table.nextAttemptAt))
        .limit(limit),

    /** Rings for rows that may be attempted at once. */
    ringNow: (ctx: Ctx, ids: readonly string[]): Promise<void> =>
      ring(
        ctx.env,
        queue,
        ids.map((id) => alarmOf(ctx, id)),
      ),

    /** Rings for the next attempt of a row at its time. Never fails: the sweep rings again. */
    async ringAt(ctx: Ctx, id: string, at: Instant): Promise<void> {
      const delaySeconds = Math.max(Math.ceil((Date.parse(at) - clockMs()) / 1000), 0);
      if (delaySeconds > MAX_DELAY_SECONDS) return;
      await ctx.env[queue]
        .send(alarmOf(ctx, id), { delaySeconds })
        .catch((error: unknown) =>
          log("warn", "alarm failed; the sweep rings again", { job, tenant: ctx.tenant.id, error: errorText(error) }),
        );
    },
  };
}
type DueTableOf = ReturnType<typeof dueTable>;
/** What the sweep, the relay and the consumers need of a table of due work; without claims there are none to let go. */
export type DueQueue = Pick<DueTableOf, "job" | "queue" | "rungByRelay" | "due" | "overdue" | "ringNow"> &
  Partial<Pick<DueTableOf, "letGo">>;
