import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { q } from "#/db/tenant/client.ts";
import { backupCodes } from "./tables.ts";

const isOf = (ctx: Ctx, userId: number) => and(eq(backupCodes.tenantId, ctx.tenant.id), eq(backupCodes.userId, userId));

export const unusedBackupCodes = (ctx: Ctx, userId: number) =>
  q
    .select({ hash: backupCodes.hash })
    .from(backupCodes)
    .where(and(isOf(ctx, userId), isNull(backupCodes.usedAt)));

/** Hits no row when the code was used already. */
export const useBackupCode = (ctx: Ctx, userId: number, hash: string) =>
  q
    .update(backupCodes)
    .set({ usedAt: ctx.realNow })
    .where(and(isOf(ctx, userId), eq(backupCodes.hash, hash), isNull(backupCodes.usedAt)));

export const deleteBackupCodes = (ctx: Ctx, userId: number) => q.delete(backupCodes).where(isOf(ctx, userId));

/** A fresh set in place of the codes that the user has. */
export const replaceBackupCodes = (ctx: Ctx, userId: number, hashes: readonly string[]) => ({
  writes: [
    deleteBackupCodes(ctx, userId),
    q.insert(backupCodes).values(hashes.map((hash) => ({ tenantId: ctx.tenant.id, userId, hash, usedAt: null }))),
  ],
});
