import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { allCustomRoles, confirmedOwner, users, voidLinksOf } from "#/domains/identity/index.ts";
import { assertMayManage } from "../authority.ts";
import { notInvited, ownerUnconfirmed } from "../errors.ts";
import { presentUser } from "../present.ts";
import { planInvitation } from "./plan-invitation.ts";

/** Mails another invitation; the links of earlier ones are void. */
export async function resendInvitation(ctx: Ctx, id: number) {
  const { user, custom, owner } = await load(ctx, {
    user: users.one(ctx, id),
    custom: allCustomRoles(ctx),
    owner: confirmedOwner(ctx),
  });
  if (!owner) throw ownerUnconfirmed();
  users.assertCurrent(ctx, user);
  assertMayManage(ctx.actor, user, custom);
  if (user.status !== "invited" || user.email === null) throw notInvited(id);

  const part = users.change(ctx, user, {});
  return await commit(ctx, {
    parts: [part, voidLinksOf(ctx, id), ...(await planInvitation(ctx, user, user.email))],
    audit: { action: "invite", of: part, details: { email: user.email } },
    result: presentUser(part.row),
  });
}
