import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { planUser, users } from "#/domains/identity/index.ts";
import { type Technician, technicians } from "../tables.ts";
import { planTechnician } from "./plan-technician.ts";

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
  const { name, email = null } = input;
  const id = technicians.newId();
  const login =
    username !== undefined && password !== undefined ? { username, password, name, email, technicianId: id } : null;
  const user = login && (await planUser(ctx, { ...login, id: users.newId(), roles: ["technician"] }));
  const { part, audit } = planTechnician(ctx, { ...input, id }, user?.row);
  return await commit(ctx, { parts: [part, user], audit, result: part.row });
}
