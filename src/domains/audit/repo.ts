import { eq, gte, lt } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { type LogInput, listLog } from "#/db/tenant/page.ts";
import { auditLog } from "#/db/tenant/tables.ts";
import { firstIdAt } from "#/kernel/ids.ts";
import { plusSeconds } from "#/kernel/time.ts";
import type { AuditFilters } from "./schemas.ts";

/** The id of an entry is made at its commit, at most this long after its time. */
const COMMIT_SECONDS = 3600;

/** What was done, newest first. A range of time is also a range of ids, so the primary key serves it. */
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
