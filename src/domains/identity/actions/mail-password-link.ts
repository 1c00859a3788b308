import { type Ctx, directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { commit, must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { planMail } from "#/domains/mail/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { tenantHeaderMissing } from "../errors.ts";
import { insertLinkUnlessMany } from "../link-repo.ts";
import { newMailedLink } from "../mailed-links.ts";
import { listUsersToRemind } from "../password-repo.ts";
import { LINK_SECONDS } from "../rules.ts";

/** Nobody gets more links within the life of one: asking on and on fills no mailbox. */
const MAX_LINKS = 5;
const tooManyLinks = () => new AppError("rate_limited", "auth.too_many_links", "Enough links wait for this user.");

type Reminded = { id: number; name: string; email: string | null };

/**
 * Mails a link that resets the password to the user of this name, or to all with this e-mail address. The answer is always the same, and
 * comes before the mail is made: neither tells whether there is such a user, or such a business.
 */
export async function mailPasswordLink(open: OpenCtx, named: { username?: string; email?: string }) {
  if (open.namedTenant === undefined) throw tenantHeaderMissing();
  const tenant = await findTenant(directoryAccess(open), open.namedTenant.toLowerCase());
  if (tenant) {
    const ctx = enterTenant(open, tenant, { kind: "anonymous" });
    const [found] = await load(ctx, [listUsersToRemind(ctx, named)]);
    ctx.background(Promise.all(found.map((user) => mailLink(ctx, user))));
  }
  return { message: "If there is such a user with an e-mail address, a link to set a new password is on its way." };
}

async function mailLink(ctx: Ctx, { id, name, email }: Reminded): Promise<void> {
  if (email === null) return;
  try {
    const { link, row } = await newMailedLink(ctx, "reset", id, LINK_SECONDS);
    await commit(ctx, {
      writes: [
        insertLinkUnlessMany(ctx, row, MAX_LINKS),
        must(tooManyLinks()),
        await planMail(ctx, { to: email, template: "reset-password", data: { name, link } }),
      ],
      announce: true,
      audit: { action: "forgot_password", entity: "user", id, changes: { ip: ctx.client.ip } },
      result: null,
    });
  } catch (error) {
    log("warn", "no link was mailed", { tenant: ctx.tenant.id, user: id, error: errorText(error) });
  }
}
