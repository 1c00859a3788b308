import type { Branding } from "#/db/control/schema/tenants.ts";
import type { Tenant } from "#/db/directory.ts";

export type { Branding };

/** How a business looks to those who sign in there or get its mails. The directory keeps its logo by file name; told is where to get it. */
export function brandingOf(
  env: { PUBLIC_URL: string },
  { businessCode, branding }: Pick<Tenant, "businessCode" | "branding">,
): Branding {
  const { logo, ...rest } = branding;
  if (logo === undefined) return rest;
  return { ...rest, logo_url: `${env.PUBLIC_URL}/api/v1/tenants/logo/${businessCode}?v=${logo.slice(0, 8)}` };
}

/** Where the file of a logo lies. */
export const logoPath = (tenantId: string, logo: string): string => `logos/${tenantId}/${logo}`;
