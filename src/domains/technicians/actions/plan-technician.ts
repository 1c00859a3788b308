import type { Ctx } from "#/ctx.ts";
import { type Technician, technicians } from "../tables.ts";

type NewTechnician = Pick<Technician, "id" | "name" | "payType" | "basePayCents"> & { email?: string | undefined };

/** What adding a technician puts into a commit. */
export function planTechnician(ctx: Ctx, input: NewTechnician, user?: { id: number; username: string }) {
  const { id: userId = null, username = null } = user ?? {};
  const part = technicians.insert(ctx, { ...input, isActive: true, userId, username });
  return { part, audit: { action: "add", of: part } };
}
