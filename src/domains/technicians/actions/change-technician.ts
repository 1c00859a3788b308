import type { Ctx } from "#/ctx.ts";
import { assertVersion, commit, mustBeCurrent } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { findTechnician, type Technician, updateTechnician } from "../repo.ts";

export type TechnicianChange = Partial<Pick<Technician, "name" | "payType" | "basePayCents" | "email" | "isActive">>;

/** Changes what a technician is paid, called, or whether he works here. Future sales only: commissions are frozen. */
export async function changeTechnician(
  ctx: Ctx,
  { id, ...change }: TechnicianChange & { id: number },
): Promise<Technician> {
  const [technician] = await load(ctx, [findTechnician(ctx, id)]);
  if (!technician) throw notFound("technician", id);
  assertVersion(ctx, "technician", technician);

  return await commit(ctx, {
    writes: [updateTechnician(ctx, technician, change), mustBeCurrent(ctx, "technician", id)],
    audit: { action: "change", entity: "technician", id, changes: change },
    result: { ...technician, ...change, updatedAt: ctx.now, version: technician.version + 1 },
  });
}
