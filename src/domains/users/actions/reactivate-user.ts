import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { allCustomRoles, users } from "#/domains/identity/index.ts";
import { identitiesOf } from "#/domains/sso/index.ts";
import { assertMayManage } from "../authority.ts";
import { notDeactivated } from "../errors.ts";
import { presentUser } from "../present.ts";

/** Lets a user in again, with the roles and the password that they had. A user who never accepted their invitation is invited again. */
export async function reactivateUser(ctx: Ctx, id: number) {
  const { user, custom, identities } = await load(ctx, {
    user: users.one(ctx, id),
    custom: allCustomRoles(ctx),
    identities: identitiesOf(ctx, id),
  });
  users.assertCurrent(ctx, user);
  assertMayManage(ctx.actor, user, custom);
  if (user.status !== "deactivated") throw notDeactivated(id);

  const hasAccepted = user.passwordChangedAt !== null || identities.length > 0;
  const part = users.change(ctx, user, { status: hasAccepted ? "active" : "invited" });
  return await commit(ctx, { parts: [part], audit: { action: "reactivate", of: part }, result: presentUser(part.row) });
}
