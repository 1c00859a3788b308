import { sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { only, q } from "./client.ts";
import { prepared, type Slot } from "./prepared.ts";
import { sequences } from "./schema/core.ts";

/**
 * Hands out the next `n` ids of an entity; answers `{ id }`, the last of them. Part of a load batch. An id whose action is then refused is
 * not used again: ids have gaps, like every sequence.
 */
export const nextId = (ctx: Ctx, entity: string, n = 1) => bump(ctx, entity, n);

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
