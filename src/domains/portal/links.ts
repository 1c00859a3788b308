import type { Ctx } from "#/ctx.ts";
import { type Parts, record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { insertLinkUnlessMany, MAX_LINKS, newMailedLink } from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { LINK_SECONDS, salutation } from "./rules.ts";
import type { PortalAccount } from "./tables.ts";

const tooManyLinks = () => new AppError("rate_limited", "portal.too_many_links", "Enough links wait for this address.");

const templates = {
  "portal-in": "portal-log-in",
  "portal-confirm": "portal-confirm",
  "portal-reset": "portal-reset",
} as const;
type Purpose = keyof typeof templates;
/** What the page does with the token. */
const doing = { "portal-in": "in", "portal-confirm": "confirm", "portal-reset": "reset" } as const;

type Link = { purpose: Purpose; template?: "portal-invite"; seconds?: number };

/** A link to the portal and the mail that brings it, for a commit. Nobody gets more than a few at a time. */
export async function linkParts(
  ctx: Ctx,
  account: Pick<PortalAccount, "id" | "email" | "firstName" | "customerId">,
  { purpose, template, seconds = LINK_SECONDS[purpose] }: Link,
): Promise<Parts> {
  const holder = { userId: 0, portalAccountId: account.id } as const;
  const { token, row } = await newMailedLink(ctx, purpose, holder, seconds);
  const link = `${ctx.env.PUBLIC_URL}/portal?business=${ctx.tenant.businessCode}#${doing[purpose]}=${token}`;
  return [
    insertLinkUnlessMany(ctx, row, MAX_LINKS),
    must(tooManyLinks()),
    await planMail(ctx, {
      to: account.email,
      template: template ?? templates[purpose],
      data: { name: salutation(account), link },
      ...(account.customerId !== null && { about: { customerId: account.customerId } }),
    }),
  ];
}

/** Mails a link, behind an answer that tells nothing of it. */
export async function mailLink(ctx: Ctx, account: PortalAccount, purpose: Purpose): Promise<void> {
  const { id } = account;
  await record(ctx, {
    parts: await linkParts(ctx, account, { purpose }),
    audit: { action: "mail_link", entity: "portal_account", id, details: { purpose, ip: ctx.client.ip } },
  });
}

/** Work behind an answer; nobody is told when it fails. */
export const quietly = (ctx: Ctx, work: () => Promise<void>): void =>
  ctx.afterAnswer(async () => {
    try {
      await work();
    } catch (error) {
      log("warn", "no portal link was mailed", { tenant: ctx.tenant.id, error: errorText(error) });
    }
  });
