import { assertFresh } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit, type Parts } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import {
  allCustomRoles,
  type CustomRole,
  customRoles,
  holdAnOwner,
  planConfirmationIfFew,
  staleTokensOf,
  type User,
  users,
  voidLinksOf,
} from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { linkLogin, technicians, unlinkLogin } from "#/domains/technicians/index.ts";
import { assertMayGive, assertMayManage, customRolesAmong, isOwner } from "../authority.ts";
import { lastOwner, technicianTaken } from "../errors.ts";
import { presentUser } from "../present.ts";

type UserChange = Partial<Pick<User, "name" | "email" | "roles" | "technicianId">>;

/** Changes who a user is and what they may do. Roles hold from the user's next request on; links that were mailed to an old address are void. */
export async function changeUser(ctx: Ctx, { id, ...change }: UserChange & { id: number }) {
  const { technicianId } = change;
  const { user, custom } = await load(ctx, {
    user: users.one(ctx, id),
    custom: allCustomRoles(ctx),
    technician: technicianId ? technicians.one(ctx, technicianId, "technician_id") : undefined,
  });
  users.assertCurrent(ctx, user);
  assertMayManage(ctx.actor, user, custom);

  const isNewAddress = change.email !== undefined && change.email !== user.email;
  if (isNewAddress) assertFresh(ctx);
  const isMoved = technicianId !== undefined && technicianId !== user.technicianId;
  const part = users.change(ctx, user, { ...change, ...(isNewAddress && { emailVerifiedAt: null }) });
  return await commit(ctx, {
    parts: [
      part,
      ...(change.roles ? rolesGiven(ctx, user, change.roles, custom) : []),
      ...(isMoved ? technicianMoved(ctx, user, technicianId) : []),
      isNewAddress && voidLinksOf(ctx, id),
      ...(isNewAddress && user.status === "active" ? await planConfirmationIfFew(ctx, user, change.email ?? "") : []),
      isNewAddress &&
        user.email !== null &&
        (await planMail(ctx, { to: user.email, template: "email-changed", data: { name: user.name } })),
      (change.roles !== undefined || isMoved) && staleTokensOf(ctx, id),
    ],
    audit: { action: "change", of: part },
    result: presentUser(part.row),
  });
}

function rolesGiven(ctx: Ctx, user: User, roles: readonly string[], custom: readonly CustomRole[]): Parts {
  const given = customRolesAmong(roles, custom);
  assertMayGive(ctx.actor, roles, custom);
  const unmakesOwner = isOwner(user.roles) && !isOwner(roles);
  return [
    ...given.map((role) => customRoles.hold(ctx, role)),
    ...(unmakesOwner ? [holdAnOwner(ctx), must(lastOwner())] : []),
  ];
}

const technicianMoved = (ctx: Ctx, user: User, to: number | null): Parts => [
  user.technicianId !== null && unlinkLogin(ctx, user.technicianId, user.id),
  ...(to === null ? [] : [linkLogin(ctx, to, user), must(technicianTaken(to))]),
];
