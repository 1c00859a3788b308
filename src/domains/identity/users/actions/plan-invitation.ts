import type { Ctx } from "#/ctx.ts";
import { planMail } from "#/domains/mail/index.ts";
import { insertLink } from "../../link-repo.ts";
import { newMailedLink } from "../../mailed-links.ts";
import type { User } from "../../repo.ts";
import { INVITATION_SECONDS } from "../rules.ts";

/** The link with which an invited user sets his password, and the mail that brings it to him: rows for the caller's own commit. */
export async function planInvitation(ctx: Ctx, { id, name }: Pick<User, "id" | "name">, email: string) {
  const { link, row } = await newMailedLink(ctx, "invite", id, INVITATION_SECONDS);
  return [insertLink(row), await planMail(ctx, { to: email, template: "invite", data: { name, link } })];
}
