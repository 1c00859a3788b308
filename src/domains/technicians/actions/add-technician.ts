import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { count } from "#/db/tenant/counters.ts";
import { load } from "#/db/tenant/load.ts";
import { nextId } from "#/db/tenant/sequences.ts";
import { planUser } from "#/domains/identity/index.ts";
import { insertTechnician, type Technician } from "../repo.ts";

export type AddTechnicianInput = Pick<Technician, "name" | "payType" | "basePayCents"> & {
  email?: string;
  username?: string;
  password?: string;
};

/** Takes a technician on the roster, with a log-in of his own if a user name and password are given. */
export async function addTechnician(
  ctx: Ctx,
  { username, password, email, ...input }: AddTechnicianInput,
): Promise<Technician> {
  const login = username !== undefined && password !== undefined ? { username, password } : null;
  const [{ id }, user] = await load(ctx, [nextId(ctx, "technician"), nextId(ctx, "user", login ? 1 : 0)]);

  const plan =
    login &&
    (await planUser(ctx, {
      ...login,
      id: user.id,
      name: input.name,
      email: email ?? null,
      roles: ["technician"],
      technicianId: id,
    }));
  const technician: Technician = {
    ...input,
    tenantId: ctx.tenant.id,
    id,
    email: email ?? null,
    userId: plan?.user.id ?? null,
    username: plan?.user.username ?? null,
    isActive: true,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    version: 1,
  };

  return await commit(ctx, {
    writes: [insertTechnician(technician), count(ctx, "technician", null), ...(plan?.writes ?? [])],
    audit: { action: "add", entity: "technician", id, changes: { name: input.name, user_id: technician.userId } },
    result: technician,
    ...(plan && { refusals: plan.refusals }),
  });
}
