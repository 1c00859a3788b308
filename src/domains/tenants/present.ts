import type { Branding } from "#/db/control/schema/tenants.ts";
import type { Tenant } from "#/db/directory.ts";

export type { Branding };

/** How a business looks on log-in pages and in mails. The directory has the file name of its logo; the answer has its address. */
export function brandingOf(
  env: { PUBLIC_URL: string },
  { businessCode, branding }: Pick<Tenant, "businessCode" | "branding">,
): Branding {
  const { logo, ...rest } = branding;
  if (logo === undefined) return rest;
  return { ...rest, logo_url: `${env.PUBLIC_URL}/api/v1/tenants/logo/${businessCode}?v=${logo.slice(0, 8)}` };
}

/** The path of a logo's file. */
export const logoPath = (tenantId: string, logo: string): string => `logos/${tenantId}/${logo}`;
