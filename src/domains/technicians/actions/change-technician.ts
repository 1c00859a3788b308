import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { endSessionsOf, loginOfTechnician, users, voidLinksOf } from "#/domains/identity/index.ts";
import { userIdOf } from "../repo.ts";
import { type Technician, technicians } from "../tables.ts";

type TechnicianChange = Partial<Pick<Technician, "name" | "payType" | "basePayCents" | "email" | "isActive">>;

/**
 * Changes a technician's name, pay, or whether they work here. Future sales only: commissions are frozen. The log-in of a technician who leaves is
 * deactivated with them, unless its roles open more than a technician's own work: that is for who manages users.
 */
export async function changeTechnician(
  ctx: Ctx,
  { id, ...change }: TechnicianChange & { id: number },
): Promise<Technician> {
  const leaves = change.isActive === false;
  const { technician, login } = await load(ctx, {
    technician: technicians.one(ctx, id),
    login: leaves ? loginOfTechnician(ctx, userIdOf(ctx, id)) : undefined,
  });
  technicians.assertCurrent(ctx, technician);

  const part = technicians.change(ctx, technician, change);
  const ended = login && login.status !== "deactivated" ? login : undefined;
  return await commit(ctx, {
    parts: [
      part,
      leaves && { writes: [], endsRights: true },
      ...(ended
        ? [
            users.change(ctx, ended, { status: "deactivated" }),
            endSessionsOf(ctx, ended.id),
            voidLinksOf(ctx, ended.id),
          ]
        : []),
    ],
    audit: { action: "change", of: part },
    result: part.row,
  });
}
