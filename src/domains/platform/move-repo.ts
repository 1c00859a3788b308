import { and, eq, exists, isNull, lte, or, sql } from "drizzle-orm";
import type { OpenCtx, PlatformCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import { platformLog, tenantMoves } from "#/db/control/schema/platform.ts";
import { shards, tenants } from "#/db/control/schema/tenants.ts";
import { newId } from "#/kernel/ids.ts";
import { plusSeconds } from "#/kernel/time.ts";
import type { Move } from "./repo.ts";

/** Longer than a piece of a move can take. If its worker dies, another goes on after this. */
const LEASE_SECONDS = 60;

type Begin = Pick<Move, "tenantId" | "fromShard" | "toShard">;

/** Begins the move of an active business that lives on `fromShard` and does not move yet; changes nothing for any other. */
export const beginMove = (ctx: PlatformCtx, { tenantId, fromShard, toShard }: Begin) =>
  controlOf(ctx)
    .insert(tenantMoves)
    .select(sql`
      select ${tenantId}, ${fromShard}, ${toShard}, 'freezing', null, null, 0, ${ctx.now}, ${ctx.admin.id}, null from ${tenants}
      where ${and(eq(tenants.id, tenantId), eq(tenants.status, "active"), eq(tenants.shard, fromShard))}`)
    .onConflictDoNothing()
    .run();

/** Claims the move for a while; undefined when another worker has it, or when it is over. */
export const claimMove = (open: OpenCtx, tenantId: string): Promise<Move | undefined> =>
  controlOf(open)
    .update(tenantMoves)
    .set({ leaseUntil: plusSeconds(open.now, LEASE_SECONDS) })
    .where(
      and(
        eq(tenantMoves.tenantId, tenantId),
        or(isNull(tenantMoves.leaseUntil), lte(tenantMoves.leaseUntil, open.now)),
      ),
    )
    .returning()
    .get();

/** Only the worker that has claimed the move may note its progress: the notes of one whose lease ran out change nothing. */
const claimed = ({ tenantId, leaseUntil }: Move) =>
  and(eq(tenantMoves.tenantId, tenantId), eq(tenantMoves.leaseUntil, sql`${leaseUntil}`));

/** Notes the progress of the claimed move. */
export const noteMove = (open: OpenCtx, move: Move, leaseUntil = move.leaseUntil) => {
  const { step, tableName, afterKey, rowsCopied } = move;
  const progress = { step, tableName, afterKey, rowsCopied, leaseUntil };
  return controlOf(open).update(tenantMoves).set(progress).where(claimed(move)).run();
};

/** As `noteMove`, and ends the claim. */
export const releaseMove = (open: OpenCtx, move: Move) => noteMove(open, move, null);

/** Ends the move and logs it. */
export async function finishMove(open: OpenCtx, move: Move, action: "moved" | "move_cancelled"): Promise<void> {
  const { tenantId, fromShard, toShard, rowsCopied, startedBy } = move;
  const details = { from_shard: fromShard, to_shard: toShard, rows_copied: rowsCopied };
  const db = controlOf(open);
  await db.batch([
    db.insert(platformLog).select(sql`
      select ${newId("act")}, ${open.now}, ${startedBy}, ${tenantId}, ${action}, ${JSON.stringify(details)}
      from ${tenantMoves} where ${claimed(move)}`),
    db.delete(tenantMoves).where(claimed(move)),
  ]);
}

/** Writes the new shard to the directory. Safe to repeat: the counts change with the directory or not at all. */
export async function flipDirectory(open: OpenCtx, { tenantId, fromShard, toShard }: Move): Promise<void> {
  const db = controlOf(open);
  const here = and(eq(tenants.id, tenantId), eq(tenants.shard, fromShard));
  const stillHere = exists(db.select({ n: sql`1` }).from(tenants).where(here));
  const count = sql`${shards.tenantCount}`;
  await db.batch([
    db
      .update(shards)
      .set({ tenantCount: sql`${count} - 1` })
      .where(and(eq(shards.name, fromShard), stillHere)),
    db
      .insert(shards)
      .select(sql`select ${toShard}, 1, 0 from ${tenants} where ${here}`)
      .onConflictDoUpdate({ target: shards.name, set: { tenantCount: sql`${count} + 1` } }),
    db.update(tenants).set({ shard: toShard }).where(here),
  ]);
}
