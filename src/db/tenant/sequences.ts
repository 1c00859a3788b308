import { sql } from "drizzle-orm";
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
