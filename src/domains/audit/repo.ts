import { eq, gte, lt } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { type LogInput, listLog } from "#/db/tenant/page.ts";
import { auditLog } from "#/db/tenant/schema/core.ts";
import { firstIdAt } from "#/kernel/ids.ts";
import { type Instant, plusSeconds } from "#/kernel/time.ts";

export type AuditFilters = {
  actor?: string;
  action?: string;
  entity?: string;
  entityId?: string;
  /** From this moment on, and until before that one. */
  from?: Instant;
  to?: Instant;
};

/** An entry's id is made at its commit, at most this long after the time that it tells. */
const COMMIT_SECONDS = 3600;

/** What was done, newest first. A range of time is a range of ids too, so it is read from the key. */
export const listEntries = (
  ctx: Ctx,
  { actor, action, entity, entityId, from, to, ...input }: LogInput & AuditFilters,
) =>
  listLog(ctx, input, {
    table: auditLog,
    key: auditLog.id,
    order: "desc",
    index: (entityId && "audit_log_by_entity_id") || (actor && "audit_log_by_actor"),
    filters: [
      actor && eq(auditLog.actor, actor),
      action && eq(auditLog.action, action),
      entity && eq(auditLog.entity, entity),
      entityId && eq(auditLog.entityId, entityId),
      from && gte(auditLog.at, from),
      from && gte(auditLog.id, firstIdAt("aud", from)),
      to && lt(auditLog.at, to),
      to && lt(auditLog.id, firstIdAt("aud", plusSeconds(to, COMMIT_SECONDS))),
    ],
  });
