import type { Ctx } from "#/ctx.ts";
import { commit, must, mustBeCurrent } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { nextId } from "#/db/tenant/sequences.ts";
import { notFound } from "#/kernel/errors.ts";
import { planUser } from "../../actions/plan-user.ts";
import { allCustomRoles, holdCustomRole } from "../../roles/repo.ts";
import { technicianTaken } from "../errors.ts";
import { presentUser } from "../present.ts";
import { findTechnicianLogin, linkTechnician } from "../repo.ts";
import { assertMayGive, customRolesAmong } from "../rules.ts";
import { planInvitation } from "./plan-invitation.ts";

export type InviteUserInput = {
  email: string;
  name: string;
  username: string;
  roles: string[];
  technicianId?: number;
};

/** Asks somebody to join the business: he gets a mail, sets his password by its link and has the roles from then on. */
export async function inviteUser(ctx: Ctx, { technicianId, ...input }: InviteUserInput) {
  const [{ id }, custom, technician] = await load(ctx, [
    nextId(ctx, "user"),
    allCustomRoles(ctx),
    findTechnicianLogin(ctx, technicianId ?? null),
  ]);
  const customRoles = customRolesAmong(input.roles, custom);
  assertMayGive(ctx.actor, input.roles, custom);
  if (technicianId !== undefined && !technician) throw notFound("technician", technicianId, "technician_id");

  const { user, writes, refusals } = await planUser(ctx, {
    ...input,
    id,
    password: null,
    technicianId: technicianId ?? null,
    status: "invited",
  });
  return await commit(ctx, {
    writes: [
      ...writes,
      ...customRoles.flatMap((role) => [holdCustomRole(ctx, role), mustBeCurrent(ctx, "role", role.id)]),
      ...(technician ? [linkTechnician(ctx, technician.id, user), must(technicianTaken(technician.id))] : []),
      ...(await planInvitation(ctx, user, input.email)),
    ],
    announce: true,
    audit: {
      action: "invite",
      entity: "user",
      id,
      changes: { username: user.username, email: user.email, roles: user.roles, technician_id: user.technicianId },
    },
    result: presentUser(user),
    refusals,
  });
}
