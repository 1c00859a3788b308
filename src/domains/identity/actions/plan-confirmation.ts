import type { Ctx } from "#/ctx.ts";
import type { Parts } from "#/db/tenant/commit.ts";
import { planMail } from "#/domains/mail/index.ts";
import { authLimiterOf } from "#/durable-objects/stubs.ts";
import { sha256 } from "#/kernel/secrets.ts";
import { insertLink } from "../link-repo.ts";
import { newMailedLink } from "../mailed-links.ts";
import { CONFIRM_LINK_SECONDS, MAX_CONFIRMATIONS } from "../rules.ts";
import type { User } from "../tables.ts";

const HOUR_MS = 3_600_000;

type Confirmation = { parts: Parts } | { retryAfter: number };

/**
 * The link by which a user confirms their e-mail address, and the mail that contains it, for the commit of the caller. `retryAfter` (seconds) in
 * place of them when enough have gone to this address.
 */
export async function planConfirmation(
  ctx: Ctx,
  { id, name }: Pick<User, "id" | "name">,
  email: string,
): Promise<Confirmation> {
  const address = await sha256(email.trim().toLowerCase());
  const { totalHits, resetAt } = await authLimiterOf(ctx.env, `confirm ${address}`).hit(HOUR_MS);
  if (totalHits > MAX_CONFIRMATIONS) return { retryAfter: Math.ceil((resetAt - Date.now()) / 1000) };
  const { link, row } = await newMailedLink(ctx, "confirm", id, CONFIRM_LINK_SECONDS);
  const mail = await planMail(ctx, { to: email, template: "confirm-email", data: { name, link } });
  return { parts: [insertLink(row), mail] };
}

/** As `planConfirmation`, where the caller's answer does not depend on the mail: nothing when enough have gone to this address. */
export async function planConfirmationIfFew(ctx: Ctx, user: Pick<User, "id" | "name">, email: string): Promise<Parts> {
  const planned = await planConfirmation(ctx, user, email);
  return "parts" in planned ? planned.parts : [];
}
