import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { allCustomRoles, confirmedOwner, customRoles, planUser, type User, users } from "#/domains/identity/index.ts";
import { linkLogin, technicians } from "#/domains/technicians/index.ts";
import { assertMayGive, customRolesAmong } from "../authority.ts";
import { ownerUnconfirmed, technicianTaken } from "../errors.ts";
import { presentUser } from "../present.ts";
import { planInvitation } from "./plan-invitation.ts";

type InviteUserInput = Pick<User, "name" | "username" | "roles"> & { email: string; technicianId?: number };

/** Asks somebody to join the business: a mail brings a link by which they set their password, and they have the roles from then on. */
export async function inviteUser(ctx: Ctx, { technicianId, ...input }: InviteUserInput) {
  const { id, custom, owner } = await load(ctx, {
    id: users.nextId(ctx),
    owner: confirmedOwner(ctx),
    custom: allCustomRoles(ctx),
    technician: technicianId === undefined ? undefined : technicians.one(ctx, technicianId, "technician_id"),
  });
  if (!owner) throw ownerUnconfirmed();
  const given = customRolesAmong(input.roles, custom);
  assertMayGive(ctx.actor, input.roles, custom);

  const invited = { ...input, id, password: null, technicianId: technicianId ?? null, status: "invited" as const };
  const user = await planUser(ctx, invited);
  return await commit(ctx, {
    parts: [
      user,
      ...given.map((role) => customRoles.hold(ctx, role)),
      ...(technicianId === undefined
        ? []
        : [linkLogin(ctx, technicianId, user.row), must(technicianTaken(technicianId))]),
      ...(await planInvitation(ctx, user.row, input.email)),
    ],
    audit: { action: "invite", of: user },
    result: presentUser(user.row),
  });
}
