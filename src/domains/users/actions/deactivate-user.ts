import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { usableKeysOf } from "#/domains/api-keys/index.ts";
import {
  allCustomRoles,
  endSessionsOf,
  holdAnOwner,
  openSessionsOf,
  users,
  voidLinksOf,
} from "#/domains/identity/index.ts";
import { assertMayManage, isOwner } from "../authority.ts";
import { alreadyDeactivated, lastOwner } from "../errors.ts";
import { presentUser } from "../present.ts";

/**
 * Shuts a user out, at once and everywhere: their sessions end, and links that were mailed to them are void. API keys that they made serve machines
 * of the business and go on working: the answer lists them, so that somebody can judge each.
 */
export async function deactivateUser(ctx: Ctx, id: number) {
  const { user, custom, sessions, apiKeys } = await load(ctx, {
    user: users.one(ctx, id),
    custom: allCustomRoles(ctx),
    sessions: openSessionsOf(ctx, id),
    apiKeys: usableKeysOf(ctx, id),
  });
  users.assertCurrent(ctx, user);
  assertMayManage(ctx.actor, user, custom);
  if (user.status === "deactivated") throw alreadyDeactivated(id);

  const part = users.change(ctx, user, { status: "deactivated" });
  return await commit(ctx, {
    parts: [
      part,
      ...(isOwner(user.roles) ? [holdAnOwner(ctx), must(lastOwner())] : []),
      endSessionsOf(ctx, id),
      voidLinksOf(ctx, id),
    ],
    audit: { action: "deactivate", of: part, details: { sessions_ended: sessions.length } },
    result: { ...presentUser(part.row), apiKeys },
  });
}
