import type { Ctx } from "#/ctx.ts";
import { assertVersion, commit, mustBeCurrent } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { findUser } from "../../repo.ts";
import { allCustomRoles } from "../../roles/repo.ts";
import { notInvited } from "../errors.ts";
import { presentUser } from "../present.ts";
import { updateUser, voidLinksOf } from "../repo.ts";
import { assertMayManage } from "../rules.ts";
import { planInvitation } from "./plan-invitation.ts";

/** Mails another invitation; the links of those before it are void. */
export async function resendInvitation(ctx: Ctx, id: number) {
  const [user, custom] = await load(ctx, [findUser(ctx, id), allCustomRoles(ctx)]);
  if (!user) throw notFound("user", id);
  assertVersion(ctx, "user", user);
  assertMayManage(ctx.actor, user, custom);
  if (user.status !== "invited" || user.email === null) throw notInvited(id);

  return await commit(ctx, {
    writes: [
      updateUser(ctx, user, {}),
      mustBeCurrent(ctx, "user", id),
      voidLinksOf(ctx, id),
      ...(await planInvitation(ctx, user, user.email)),
    ],
    announce: true,
    audit: { action: "invite", entity: "user", id, changes: { username: user.username, email: user.email } },
    result: presentUser({ ...user, updatedAt: ctx.now, version: user.version + 1 }),
  });
}
