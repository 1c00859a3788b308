import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { planUser, users } from "#/domains/identity/index.ts";
import { type Technician, technicians } from "../tables.ts";

type AddTechnicianInput = Pick<Technician, "name" | "payType" | "basePayCents"> & {
  email?: string;
  username?: string;
  password?: string;
};

/** Adds a technician, with a log-in if a user name and password are given. */
export async function addTechnician(
  ctx: Ctx,
  { username, password, ...input }: AddTechnicianInput,
): Promise<Technician> {
  const login = username !== undefined && password !== undefined ? { username, password } : null;
  const { id, userId } = await load(ctx, {
    id: technicians.nextId(ctx),
    userId: login ? users.nextId(ctx) : undefined,
  });

  const { name, email = null } = input;
  const user =
    login && userId
      ? await planUser(ctx, { ...login, id: userId, name, email, roles: ["technician"], technicianId: id })
      : null;
  const part = technicians.insert(ctx, {
    ...input,
    id,
    isActive: true,
    userId: user?.row.id ?? null,
    username: user?.row.username ?? null,
  });
  return await commit(ctx, { parts: [part, user], audit: { action: "add", of: part }, result: part.row });
}
