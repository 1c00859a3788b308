import type { Ctx } from "#/ctx.ts";
import { randomSecret, sha256 } from "#/kernel/secrets.ts";
import { plusSeconds } from "#/kernel/time.ts";
import type { MailedLink } from "./link-repo.ts";

/** The page that each link opens. It finds the token behind the `#`, which browsers send to no server. */
const pages: Record<MailedLink["purpose"], string> = { reset: "/reset", invite: "/accept-invitation" };

/** A link to be mailed, with its row. Its token names the business: whoever opens it has nothing else at hand. */
export async function newMailedLink(ctx: Ctx, purpose: MailedLink["purpose"], userId: number, seconds: number) {
  const token = `lnk_${ctx.tenant.id}_${randomSecret()}`;
  const row: MailedLink = {
    tenantId: ctx.tenant.id,
    hash: await sha256(token),
    purpose,
    userId,
    expiresAt: plusSeconds(ctx.now, seconds),
    usedAt: null,
  };
  return { token, link: `${ctx.env.PUBLIC_URL}${pages[purpose]}#${token}`, row };
}

/** The business that a mailed token belongs to; null when the text is no such token. */
export const tenantOfMailedLink = (token: string): string | null =>
  /^lnk_([0-9a-f-]{36})_[\w-]{43}$/.exec(token)?.[1] ?? null;
