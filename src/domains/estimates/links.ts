import type { Ctx } from "#/ctx.ts";
import { newDocumentLink } from "#/domains/documents/index.ts";
import { daysBetween, localDateOf } from "#/kernel/time.ts";
import type { Estimate } from "./tables.ts";

const DAYS = 14;
/** Who comes late sees that it has expired, and not a dead link. */
const DAYS_AFTER_END = 30;
const MOST_DAYS = 365;

/** A new link to the present version, and the write that makes it. */
export function newLink(ctx: Ctx, { id, revision, validUntil }: Pick<Estimate, "id" | "revision" | "validUntil">) {
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const untilEnd = validUntil === null ? MOST_DAYS : daysBetween(today, validUntil) + DAYS_AFTER_END;
  const days = Math.min(Math.max(untilEnd, DAYS), MOST_DAYS);
  return newDocumentLink(ctx, { kind: "estimate", documentId: id, revision, days });
}
