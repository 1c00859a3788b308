import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { alreadyConfirmed, noEmail, tooManyConfirmations } from "../errors.ts";
import { users } from "../tables.ts";
import { planConfirmation } from "./plan-confirmation.ts";

/** Mails the caller another link to confirm their e-mail address; earlier ones work too. */
export async function resendConfirmation(ctx: Ctx) {
  const { user } = await load(ctx, { user: users.one(ctx, userOf(ctx).userId) });
  const { id, email } = user;
  if (email === null) throw noEmail();
  if (user.emailVerifiedAt !== null) throw alreadyConfirmed();
  const planned = await planConfirmation(ctx, user, email);
  if ("retryAfter" in planned) throw tooManyConfirmations(planned.retryAfter);
  return await commit(ctx, {
    parts: planned.parts,
    audit: { action: "mail_confirmation", entity: "user", id, details: { email } },
    result: { email },
  });
}
