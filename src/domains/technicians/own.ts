import type { Ctx } from "#/ctx.ts";
import { notATechnician } from "./errors.ts";

/** The technician that the caller is. */
export function technicianOf({ actor }: Pick<Ctx, "actor">): number {
  if (actor.kind !== "user" || actor.technicianId === null) throw notATechnician();
  return actor.technicianId;
}
