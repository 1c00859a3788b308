import { assertFresh, type Ctx } from "#/ctx.ts";
import { assertVersion, type Commit, commit, must, mustBeCurrent } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { findUser, type User } from "../../repo.ts";
import { allCustomRoles, type CustomRole, holdCustomRole, staleTokensOf } from "../../roles/repo.ts";
import { isOwner } from "../../roles/rules.ts";
import { lastOwner, technicianTaken } from "../errors.ts";
import { presentUser } from "../present.ts";
import {
  findTechnicianLogin,
  holdAnOwner,
  linkTechnician,
  unlinkTechnician,
  updateUser,
  voidLinksOf,
} from "../repo.ts";
import { assertMayGive, assertMayManage, customRolesAmong } from "../rules.ts";

export type UserChange = Partial<Pick<User, "name" | "email" | "roles" | "technicianId">>;
type Writes = Commit<never>["writes"];

/** Changes who a user is and what he may do. His roles hold with his next request; links that were mailed to an old address are void. */
export async function changeUser(ctx: Ctx, { id, ...change }: UserChange & { id: number }) {
  const [user, custom, technician] = await load(ctx, [
    findUser(ctx, id),
    allCustomRoles(ctx),
    findTechnicianLogin(ctx, change.technicianId ?? null),
  ]);
  if (!user) throw notFound("user", id);
  assertVersion(ctx, "user", user);
  assertMayManage(ctx.actor, user, custom);
  if (change.technicianId && !technician) throw notFound("technician", change.technicianId, "technician_id");

  const changed = { ...user, ...change };
  const newAddress = changed.email !== user.email;
  if (newAddress) assertFresh(ctx);
  const tellsOtherwise = change.roles !== undefined || changed.technicianId !== user.technicianId;
  const row = { ...change, ...(newAddress && { emailVerifiedAt: null }) };
  return await commit(ctx, {
    writes: [
      updateUser(ctx, user, row),
      mustBeCurrent(ctx, "user", id),
      ...(change.roles ? rolesGiven(ctx, user, change.roles, custom) : []),
      ...(changed.technicianId === user.technicianId ? [] : technicianMoved(ctx, user, changed.technicianId)),
      ...(newAddress ? [voidLinksOf(ctx, id)] : []),
      ...(tellsOtherwise ? [staleTokensOf(ctx, id)] : []),
    ],
    audit: {
      action: "change",
      entity: "user",
      id,
      changes: { before: { roles: user.roles, email: user.email, technician_id: user.technicianId }, ...change },
    },
    result: presentUser({ ...changed, updatedAt: ctx.now, version: user.version + 1 }),
  });
}

function rolesGiven(ctx: Ctx, user: User, roles: string[], custom: readonly CustomRole[]): Writes {
  const customRoles = customRolesAmong(roles, custom);
  assertMayGive(ctx.actor, roles, custom);
  const unmakesOwner = isOwner(user.roles) && !isOwner(roles);
  return [
    ...customRoles.flatMap((role) => [holdCustomRole(ctx, role), mustBeCurrent(ctx, "role", role.id)]),
    ...(unmakesOwner ? [holdAnOwner(ctx), must(lastOwner())] : []),
  ];
}

const technicianMoved = (ctx: Ctx, user: User, to: number | null): Writes => [
  ...(user.technicianId === null ? [] : [unlinkTechnician(ctx, user.technicianId, user.id)]),
  ...(to === null ? [] : [linkTechnician(ctx, to, user), must(technicianTaken(to))]),
];
