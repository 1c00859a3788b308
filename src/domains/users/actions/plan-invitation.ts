import type { Ctx } from "#/ctx.ts";
import type { Parts } from "#/db/tenant/commit.ts";
import { insertLink, newMailedLink, type User } from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";

/** How long the link of an invitation works. */
const INVITATION_SECONDS = 7 * 86_400;

/** The link with which an invited user sets their password, and the mail that contains it, for the commit of the caller. */
export async function planInvitation(ctx: Ctx, { id, name, username }: User, email: string): Promise<Parts> {
  const { link, row } = await newMailedLink(ctx, "invite", id, INVITATION_SECONDS);
  return [insertLink(row), await planMail(ctx, { to: email, template: "invite", data: { name, username, link } })];
}
