import { and, eq, gt, isNull } from "drizzle-orm";
import type { OpenCtx } from "#/ctx.ts";
import type { PlatformClaims } from "#/kernel/tokens.ts";
import { controlOf } from "./client.ts";
import { platformAdmins, platformSessions } from "./schema/platform.ts";

/** The platform administrator of a token, if he still is one and his session lives. */
export const findSignedInAdmin = (open: OpenCtx, { adminId, sessionId }: PlatformClaims) =>
  controlOf(open)
    .select({ id: platformAdmins.id, email: platformAdmins.email })
    .from(platformSessions)
    .innerJoin(platformAdmins, eq(platformAdmins.id, platformSessions.adminId))
    .where(
      and(
        eq(platformSessions.id, sessionId),
        eq(platformSessions.adminId, adminId),
        isNull(platformSessions.endedAt),
        gt(platformSessions.expiresAt, open.now),
        eq(platformAdmins.status, "active"),
      ),
    )
    .get();
