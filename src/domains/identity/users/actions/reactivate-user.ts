import type { Ctx } from "#/ctx.ts";
import { assertVersion, commit, mustBeCurrent } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { findUser } from "../../repo.ts";
import { allCustomRoles } from "../../roles/repo.ts";
import { notDeactivated } from "../errors.ts";
import { presentUser } from "../present.ts";
import { findAnySso, updateUser } from "../repo.ts";
import { assertMayManage, statusAfterReactivation } from "../rules.ts";

/** Lets a user in again, with the roles and the password that he had. One who had never accepted is to be invited again. */
export async function reactivateUser(ctx: Ctx, id: number) {
  const [user, custom, sso] = await load(ctx, [findUser(ctx, id), allCustomRoles(ctx), findAnySso(ctx, id)]);
  if (!user) throw notFound("user", id);
  assertVersion(ctx, "user", user);
  assertMayManage(ctx.actor, user, custom);
  if (user.status !== "deactivated") throw notDeactivated(id);

  const status = statusAfterReactivation(user, sso !== undefined);
  return await commit(ctx, {
    writes: [updateUser(ctx, user, { status }), mustBeCurrent(ctx, "user", id)],
    audit: { action: "reactivate", entity: "user", id, changes: { username: user.username, status } },
    result: presentUser({ ...user, status, updatedAt: ctx.now, version: user.version + 1 }),
  });
}
