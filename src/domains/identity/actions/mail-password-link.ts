import type { Ctx, StrangerCtx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load, read } from "#/db/tenant/load.ts";
import { planMail } from "#/domains/mail/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { insertLinkUnlessMany } from "../link-repo.ts";
import { newMailedLink } from "../mailed-links.ts";
import { usersToRemind } from "../repo.ts";
import { MAX_LINKS, RESET_LINK_SECONDS } from "../rules.ts";
import type { User } from "../tables.ts";

const tooManyLinks = () => new AppError("rate_limited", "auth.too_many_links", "Enough links wait for this user.");

type Named = { username?: string; email?: string };

/**
 * Mails a link that resets the password to the user of this name, or to all with this e-mail address. The answer is always the same and
 * comes before anybody is looked for: neither it nor its time tells whether there is such a user, or such a business.
 */
export async function mailPasswordLink({ business: ctx }: StrangerCtx, named: Named) {
  if (ctx) {
    await load(ctx, {});
    ctx.afterAnswer(() => mailLinks(ctx, named));
  }
  return { message: "If there is such a user with an e-mail address, a link to set a new password is on its way." };
}

async function mailLinks(ctx: Ctx, named: Named): Promise<void> {
  try {
    const { found } = await read(ctx, { found: usersToRemind(ctx, named) });
    await Promise.all(found.map((user) => mailLink(ctx, user)));
  } catch (error) {
    log("warn", "no user was looked for", { tenant: ctx.tenant.id, error: errorText(error) });
  }
}

async function mailLink(
  ctx: Ctx,
  { id, name, username, email }: Pick<User, "id" | "name" | "username" | "email">,
): Promise<void> {
  if (email === null) return;
  try {
    const { link, row } = await newMailedLink(ctx, "reset", id, RESET_LINK_SECONDS);
    await record(ctx, {
      parts: [
        insertLinkUnlessMany(ctx, row, MAX_LINKS),
        must(tooManyLinks()),
        await planMail(ctx, { to: email, template: "reset-password", data: { name, username, link } }),
      ],
      audit: { action: "forgot_password", entity: "user", id, details: { ip: ctx.client.ip } },
    });
  } catch (error) {
    log("warn", "no link was mailed", { tenant: ctx.tenant.id, user: id, error: errorText(error) });
  }
}
