import type { Ctx, StrangerCtx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { planMail } from "#/domains/mail/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { insertLinkUnlessMany } from "../link-repo.ts";
import { newMailedLink } from "../mailed-links.ts";
import { usersToRemind } from "../repo.ts";
import { RESET_LINK_SECONDS } from "../rules.ts";
import type { User } from "../tables.ts";

/** Nobody gets more links within the life of one, so repeated requests do not fill a mailbox. */
const MAX_LINKS = 5;
const tooManyLinks = () => new AppError("rate_limited", "auth.too_many_links", "Enough links wait for this user.");

/**
 * Mails a link that resets the password to the user of this name, or to all with this e-mail address. The answer is always the same and
 * comes before the mail is made: it tells neither whether there is such a user, nor whether there is such a business.
 */
export async function mailPasswordLink({ business: ctx }: StrangerCtx, named: { username?: string; email?: string }) {
  if (ctx) {
    const { found } = await load(ctx, { found: usersToRemind(ctx, named) });
    ctx.background(Promise.all(found.map((user) => mailLink(ctx, user))));
  }
  return { message: "If there is such a user with an e-mail address, a link to set a new password is on its way." };
}

async function mailLink(ctx: Ctx, { id, name, email }: Pick<User, "id" | "name" | "email">): Promise<void> {
  if (email === null) return;
  try {
    const { link, row } = await newMailedLink(ctx, "reset", id, RESET_LINK_SECONDS);
    await record(ctx, {
      parts: [
        insertLinkUnlessMany(ctx, row, MAX_LINKS),
        must(tooManyLinks()),
        await planMail(ctx, { to: email, template: "reset-password", data: { name, link } }),
      ],
      audit: { action: "forgot_password", entity: "user", id, details: { ip: ctx.client.ip } },
    });
  } catch (error) {
    log("warn", "no link was mailed", { tenant: ctx.tenant.id, user: id, error: errorText(error) });
  }
}
