import type { Ctx } from "#/ctx.ts";
import { assertVersion, commit, must, mustBeCurrent } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { notFound } from "#/kernel/errors.ts";
import { findUser } from "../../repo.ts";
import { allCustomRoles } from "../../roles/repo.ts";
import { isOwner } from "../../roles/rules.ts";
import { endSessionsOf, openSessionIds } from "../../session-repo.ts";
import { tellBoard } from "../../sessions.ts";
import { alreadyDeactivated, lastOwner } from "../errors.ts";
import { presentUser } from "../present.ts";
import { holdAnOwner, updateUser, voidLinksOf } from "../repo.ts";
import { assertMayManage } from "../rules.ts";

/** Shuts a user out, at once and everywhere: his sessions end with it, and no link that was mailed to him opens anything. */
export async function deactivateUser(ctx: Ctx, id: number) {
  const [user, custom, sessions] = await load(ctx, [findUser(ctx, id), allCustomRoles(ctx), openSessionIds(ctx, id)]);
  if (!user) throw notFound("user", id);
  assertVersion(ctx, "user", user);
  assertMayManage(ctx.actor, user, custom);
  if (user.status === "deactivated") throw alreadyDeactivated(id);

  const result = await commit(ctx, {
    writes: [
      updateUser(ctx, user, { status: "deactivated" }),
      mustBeCurrent(ctx, "user", id),
      ...(isOwner(user.roles) ? [holdAnOwner(ctx), must(lastOwner())] : []),
      endSessionsOf(ctx, id),
      voidLinksOf(ctx, id),
    ],
    audit: {
      action: "deactivate",
      entity: "user",
      id,
      changes: { username: user.username, sessions_ended: sessions.length },
    },
    result: presentUser({ ...user, status: "deactivated", updatedAt: ctx.now, version: user.version + 1 }),
  });
  tellBoard(ctx, sessions);
  return result;
}
