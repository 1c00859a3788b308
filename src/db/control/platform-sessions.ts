import { and, eq, gt, isNull } from "drizzle-orm";
import type { Instant } from "#/kernel/time.ts";
import type { PlatformClaims } from "#/kernel/tokens.ts";
import { controlOf } from "./client.ts";
import { platformAdmins, platformSessions } from "./schema/platform.ts";

type Open = Parameters<typeof controlOf>[0] & { realNow: Instant };

/** The platform administrator of a token, as long as they are one and their session lives. */
export const findSignedInAdmin = (open: Open, { adminId, sessionId }: PlatformClaims) =>
  controlOf(open)
    .select({ id: platformAdmins.id, email: platformAdmins.email })
    .from(platformSessions)
    .innerJoin(platformAdmins, eq(platformAdmins.id, platformSessions.adminId))
    .where(
      and(
        eq(platformSessions.id, sessionId),
        eq(platformSessions.adminId, adminId),
        isNull(platformSessions.endedAt),
        gt(platformSessions.expiresAt, open.realNow),
        eq(platformAdmins.status, "active"),
      ),
    )
    .get();
