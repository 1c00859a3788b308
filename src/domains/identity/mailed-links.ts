import { type Ctx, directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { randomSecret, sha256 } from "#/kernel/secrets.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { badMailedLink } from "./errors.ts";
import type { MailedLink } from "./link-repo.ts";

/** The page that each link opens. It finds the token behind the `#`, which browsers send to no server. */
const pages: Record<MailedLink["purpose"], string> = {
  reset: "/reset",
  invite: "/accept-invitation",
  unlock: "/unlock",
  confirm: "/confirm-email",
  "portal-in": "/portal",
  "portal-confirm": "/portal",
  "portal-reset": "/portal",
};

/** Who a link is for: a user, or a customer's account. */
type LinkHolder = number | { userId: 0; portalAccountId: number };

/** A link to be mailed, with its row. Its token names the tenant: whoever opens it has nothing else at hand. */
export async function newMailedLink(ctx: Ctx, purpose: MailedLink["purpose"], holder: LinkHolder, seconds: number) {
  const { userId, portalAccountId } = typeof holder === "number" ? { userId: holder, portalAccountId: null } : holder;
  const token = `lnk_${ctx.tenant.id}_${randomSecret()}`;
  const row: MailedLink = {
    tenantId: ctx.tenant.id,
    hash: await sha256(token),
    purpose,
    userId,
    expiresAt: plusSeconds(ctx.realNow, seconds),
    usedAt: null,
    portalAccountId,
  };
  return { token, link: `${ctx.env.PUBLIC_URL}${pages[purpose]}#${token}`, row };
}

/** Enters the tenant that a mailed token names, as a stranger; 401 for any other text. Whether the link still works says its row. */
export async function enterByLink(open: OpenCtx, token: string): Promise<Ctx> {
  const tenantId = /^lnk_([0-9a-f-]{36})_[\w-]{43}$/.exec(token)?.[1];
  const tenant = tenantId && (await findTenant(directoryAccess(open), tenantId));
  if (!tenant) throw badMailedLink();
  return enterTenant(open, tenant, { kind: "anonymous" });
}
