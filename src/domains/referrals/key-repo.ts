import { and, desc, eq, isNotNull, isNull, lt } from "drizzle-orm";
import type { PlatformCtx } from "#/ctx.ts";
import { controlOf } from "#/db/control/client.ts";
import { type ReferralKey, referralKeys } from "#/db/control/schema/referrals.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { decodeCursor, encodeCursor, type PageInput, pageWindow } from "#/kernel/page.ts";
import { keyRevoked, noSuchKey } from "./errors.ts";

const ORDER = "-id";

/** Referrers' keys, the newest first. */
export async function listKeys(ctx: PlatformCtx, { revoked, ...input }: PageInput & { revoked?: boolean }) {
  const { limit } = pageWindow(input);
  const after = input.cursor === undefined ? undefined : String(decodeCursor(input.cursor, ORDER, 1)[0]);
  const rows = await controlOf(ctx)
    .select()
    .from(referralKeys)
    .where(
      and(
        revoked === undefined ? undefined : (revoked ? isNotNull : isNull)(referralKeys.revokedAt),
        after === undefined ? undefined : lt(referralKeys.id, after),
      ),
    )
    .orderBy(desc(referralKeys.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, limit, nextCursor: last ? encodeCursor(ORDER, [last.id]) : null };
}

export async function getKey(ctx: PlatformCtx, id: string): Promise<ReferralKey> {
  const key = await controlOf(ctx).select().from(referralKeys).where(eq(referralKeys.id, id)).get();
  if (!key) throw noSuchKey(id);
  return key;
}

export const insertKey = (ctx: PlatformCtx, key: ReferralKey) => controlOf(ctx).insert(referralKeys).values(key).run();

/** Changes a key that is not revoked, and answers it as it is then. */
export async function changeKey(
  ctx: PlatformCtx,
  id: string,
  fields: Partial<Omit<ReferralKey, "id" | "version" | "updatedAt">>,
): Promise<ReferralKey> {
  const changed = await controlOf(ctx)
    .update(referralKeys)
    .set({ ...fields, ...touched(ctx, referralKeys) })
    .where(and(eq(referralKeys.id, id), isNull(referralKeys.revokedAt)))
    .returning()
    .get();
  if (changed) return changed;
  await getKey(ctx, id);
  throw keyRevoked();
}
