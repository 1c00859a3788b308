import type { Ctx } from "#/ctx.ts";
import { type Branding, brandingOf } from "#/domains/tenants/index.ts";
import { exponentOf } from "#/kernel/currencies.ts";
import type { Organization } from "./repo.ts";
import type { Stored } from "./rules.ts";
import { settingsOf, settingsOnWire } from "./settings.ts";

/** What the directory has a copy of. The row is the truth; what the row does not say, the directory says. */
export function profileOf({ tenant }: Pick<Ctx, "tenant">, stored: Stored, logoKey: string | null) {
  const { logo: _logo, ...colors } = tenant.branding;
  const branding = (stored.branding ?? colors) as Branding; // safe: only our PATCH writes it
  return {
    businessName: typeof stored.business_name === "string" ? stored.business_name : tenant.businessName,
    timezone: typeof stored.timezone === "string" ? stored.timezone : tenant.timezone,
    branding: logoKey ? { ...branding, logo: logoKey } : branding,
  };
}

/** Everything that a business can decide, as it is in force, in wire format. The audit log compares it. */
export function inForce(ctx: Pick<Ctx, "tenant">, organization: Organization | undefined): Stored {
  const { businessName, timezone, branding } = profileOf(ctx, organization?.settings ?? {}, null);
  const logo = organization?.logoKey ?? null;
  return { business_name: businessName, timezone, branding, logo, ...settingsOnWire(organization) };
}

/** A business as its administrator sees it: from its row, or from the directory and the defaults until there is one. */
export function present(ctx: Pick<Ctx, "tenant" | "env">, organization: Organization | undefined) {
  const profile = profileOf(ctx, organization?.settings ?? {}, organization?.logoKey ?? null);
  const settings = settingsOf(organization);
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
    ...settings,
    currencyExponent: exponentOf(settings.currency),
    updatedAt: organization?.updatedAt ?? null,
    version: organization?.version ?? 0,
  };
}
