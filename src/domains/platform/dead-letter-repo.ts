import { and, asc, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { OpenCtx, PlatformCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import { type deadLetterEnds, deadLetters } from "#/db/control/schema/dead-letters.ts";
import { type PageInput, pageWindow } from "#/kernel/page.ts";
import { noSuchDeadLetter } from "./errors.ts";

export type DeadLetter = typeof deadLetters.$inferSelect;
type Filters = { queue?: string; handled?: boolean };

/** Dead letters, newest first. */
export async function listDeadLetters(open: OpenCtx, { queue, handled, ...input }: PageInput & Filters) {
  const { page, limit, offset } = pageWindow(input);
  const wanted = and(
    queue === undefined ? undefined : eq(deadLetters.queue, queue),
    handled === undefined ? undefined : (handled ? isNotNull : isNull)(deadLetters.handledAs),
  );
  const db = controlOf(open);
  const [items, counted] = await db.batch([
    db
      .select()
      .from(deadLetters)
      .where(wanted)
      .orderBy(desc(deadLetters.at), asc(deadLetters.id))
      .limit(limit)
      .offset(offset),
    db.select({ n: sql<number>`count(*)` }).from(deadLetters).where(wanted),
  ]);
  const total = counted[0]?.n ?? 0;
  return { items, total, page, limit, totalPages: Math.ceil(total / limit), nextCursor: null };
}

export const countUnhandled = (open: OpenCtx): Promise<number> =>
  controlOf(open).$count(deadLetters, isNull(deadLetters.handledAs));

export async function getDeadLetter(open: OpenCtx, id: string): Promise<DeadLetter> {
  const letter = await controlOf(open).select().from(deadLetters).where(eq(deadLetters.id, id)).get();
  if (!letter) throw noSuchDeadLetter(id);
  return letter;
}

/** Marks a dead letter that waits. Answers it as it is then, whoever marked it first. */
export async function markDeadLetter(
  ctx: PlatformCtx,
  id: string,
  handledAs: (typeof deadLetterEnds)[number],
): Promise<DeadLetter> {
  const marked = await controlOf(ctx)
    .update(deadLetters)
    .set({ handledAs, handledAt: ctx.realNow, handledBy: ctx.admin.id })
    .where(and(eq(deadLetters.id, id), isNull(deadLetters.handledAs)))
    .returning()
    .get();
  return marked ?? (await getDeadLetter(ctx, id));
}
