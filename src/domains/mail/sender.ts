import type { Ctx } from "#/ctx.ts";
import { brandingOf } from "#/domains/tenants/index.ts";
import type { Sender } from "./layout.ts";

/** The business as the reader of a mail knows it. */
export function senderOf({ env, tenant }: Pick<Ctx, "env" | "tenant">): Sender {
  const { display_name: name, primary_color: color = "", logo_url: logoUrl = null } = brandingOf(env, tenant);
  return { businessName: name ?? tenant.businessName, businessCode: tenant.businessCode, color, logoUrl };
}
