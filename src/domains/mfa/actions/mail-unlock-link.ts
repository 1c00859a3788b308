import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { insertLinkUnlessMany, MAX_LINKS, newMailedLink, type User } from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { UNLOCK_LINK_SECONDS } from "../rules.ts";

/** Mails the link that lets a user try codes again; not while enough of them wait. Never throws: the next log-in mails another one. */
export async function mailUnlockLink(ctx: Ctx, { id, name, email }: User): Promise<void> {
  if (email === null) return;
  const enough = new AppError("rate_limited", "auth.too_many_links", "Enough links wait for this user.");
  const { link, row } = await newMailedLink(ctx, "unlock", id, UNLOCK_LINK_SECONDS);
  try {
    await record(ctx, {
      parts: [
        insertLinkUnlessMany(ctx, row, MAX_LINKS),
        must(enough),
        await planMail(ctx, { to: email, template: "unlock-second-factor", data: { name, link } }),
      ],
      audit: { action: "mail_unlock_link", entity: "user", id, details: { ip: ctx.client.ip } },
    });
  } catch (error) {
    if (error !== enough)
      log("warn", "no link was mailed", { tenant: ctx.tenant.id, user: id, error: errorText(error) });
  }
}
