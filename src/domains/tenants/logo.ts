import type { OpenCtx } from "#/ctx.ts";
import { showFile } from "#/db/files.ts";
import { noSuchLogo } from "./errors.ts";
import { logoPath } from "./present.ts";
import { findByCode } from "./repo.ts";

/** The logo of a business as a file. Anyone may keep it for an hour. */
export async function showLogo(open: OpenCtx, code: string, ifNoneMatch: string | undefined): Promise<Response> {
  const tenant = await findByCode(open, code);
  const logo = tenant?.branding.logo;
  if (!tenant || !logo) throw noSuchLogo(code);
  const path = logoPath(tenant.id, logo);
  return await showFile(open, {
    ...{ path, name: logo, cached: "public, max-age=3600", ifNoneMatch },
    missing: noSuchLogo(code),
  });
}
