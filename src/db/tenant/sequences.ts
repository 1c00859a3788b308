import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { mapped, only, q } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { sequences } from "./tables.ts";

/**
 * Hands out the next `n` ids of an entity, as part of a load batch, and answers the last of them. An id whose action is then refused is not
 * used again: ids have gaps.
 */
export const nextId = (ctx: Ctx, entity: string, n = 1) => mapped(bump(ctx, entity, n), ({ id }) => id);

const bump = prepared((tenantId: Slot<string>, entity: Slot<string>, n: Slot<number>) =>
  only(
    q
      .insert(sequences)
      .values({ tenantId, entity, lastId: n })
      .onConflictDoUpdate({
        target: [sequences.tenantId, sequences.entity],
        set: { lastId: sql`${sequences.lastId} + ${n}` },
      })
      .returning({ id: sequences.lastId }),
  ),
);

/**
 * Takes the next `n` ids of an entity inside a commit that knows the last one, as `nextId(ctx, entity, 0)` told it: for many rows whose ids must have no
 * gaps. Hits no row when another commit has taken one meanwhile.
 */
export const takeIds = (ctx: Ctx, entity: string, last: number, n: number) =>
  q
    .update(sequences)
    .set({ lastId: last + n })
    .where(and(eq(sequences.tenantId, ctx.tenant.id), eq(sequences.entity, entity), eq(sequences.lastId, last)));

/** Takes the next `n` ids of an entity inside a commit, in its order, where a condition holds; hits no row where it does not. */
export const takeIdsWhere = (tenantId: Slot<string>, entity: string, n: Slot<number>, condition: SQL) =>
  q
    .insert(sequences)
    .select(sql`select ${tenantId}, ${entity}, cast(${n} as integer) where ${condition}`)
    .onConflictDoUpdate({
      target: [sequences.tenantId, sequences.entity],
      set: { lastId: sql`${sequences.lastId} + excluded.last_id` },
    });
/** SQL of the last id of an entity that was taken. */
export const lastIdOf = (tenantId: Slot<string>, entity: string): SQL =>
  sql`(select last_id from sequences where tenant_id = ${tenantId} and entity = ${entity})`;
