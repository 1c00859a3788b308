import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { type Technician, technicians } from "../tables.ts";

type TechnicianChange = Partial<Pick<Technician, "name" | "payType" | "basePayCents" | "email" | "isActive">>;

/** Changes a technician's name, pay, or whether they work here. Future sales only: commissions are frozen. */
export async function changeTechnician(
  ctx: Ctx,
  { id, ...change }: TechnicianChange & { id: number },
): Promise<Technician> {
  const { technician } = await load(ctx, { technician: technicians.one(ctx, id) });
  technicians.assertCurrent(ctx, technician);

  const part = technicians.change(ctx, technician, change);
  return await commit(ctx, {
    parts: [part, change.isActive === false && { writes: [], endsRights: true }],
    audit: { action: "change", of: part },
    result: part.row,
  });
}
