import type { Ctx } from "#/ctx.ts";
import { localDateOf } from "#/kernel/time.ts";
import { certificateStatus } from "./rules.ts";
import type { TechnicianSkill } from "./tables.ts";

/** A technician's skill, with what its certificate is worth today. */
export function presented(ctx: Pick<Ctx, "now" | "tenant">, one: TechnicianSkill) {
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  return { ...one, certificate: certificateStatus(one.certifiedUntil, one.requiresCertification, today) };
}
