import type { Ctx } from "#/ctx.ts";
import { type Branding, brandingOf } from "#/domains/tenants/index.ts";
import type { Organization } from "./repo.ts";
import { settingsOf } from "./repo.ts";
import type { Stored } from "./rules.ts";

/** What the directory knows of a business too. Its own row is the truth; what it never decided there stands in the directory alone. */
export function profileOf({ tenant }: Pick<Ctx, "tenant">, stored: Stored, logoKey: string | null) {
  const { logo: _logo, ...colors } = tenant.branding;
  const branding = (stored.branding ?? colors) as Branding; // safe: only our PATCH writes it
  return {
    businessName: typeof stored.business_name === "string" ? stored.business_name : tenant.businessName,
    timezone: typeof stored.timezone === "string" ? stored.timezone : tenant.timezone,
    branding: logoKey ? { ...branding, logo: logoKey } : branding,
  };
}

/** A business as its administrator sees it, from its row or, until there is one, from the directory and the defaults. */
export function present(ctx: Pick<Ctx, "tenant" | "env">, organization: Organization | undefined) {
  const profile = profileOf(ctx, organization?.settings ?? {}, organization?.logoKey ?? null);
  const { businessCode } = ctx.tenant;
  const shown = brandingOf(ctx.env, { businessCode, branding: profile.branding });
  return {
    businessCode,
    businessName: profile.businessName,
    timezone: profile.timezone,
    branding: {
      displayName: shown.display_name ?? profile.businessName,
      primaryColor: shown.primary_color ?? "",
      secondaryColor: shown.secondary_color ?? null,
      accentColor: shown.accent_color ?? null,
      logoUrl: shown.logo_url ?? null,
    },
    ...settingsOf(organization),
    updatedAt: organization?.updatedAt ?? null,
    version: organization?.version ?? 0,
  };
}
