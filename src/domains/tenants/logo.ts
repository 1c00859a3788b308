import type { OpenCtx } from "#/ctx.ts";
import { hasAlready } from "#/kernel/conditions.ts";
import { noSuchLogo } from "./errors.ts";
import { logoPath } from "./present.ts";
import { findByCode } from "./repo.ts";

/** The logo of a business as a file, or 304 where the reader has it already. Another image has another name, so the name is its tag. */
export async function showLogo(open: OpenCtx, code: string, ifNoneMatch: string | undefined): Promise<Response> {
  const tenant = await findByCode(open, code);
  const logo = tenant?.branding.logo;
  if (!tenant || !logo) throw noSuchLogo(code);
  const headers = { "Cache-Control": "public, max-age=3600", ETag: `"${logo}"` };
  if (hasAlready(ifNoneMatch, logo)) return new Response(null, { status: 304, headers });
  const file = await open.env.FILES.get(logoPath(tenant.id, logo));
  if (!file) throw noSuchLogo(code);
  const type = file.httpMetadata?.contentType ?? "application/octet-stream";
  return new Response(file.body, { headers: { ...headers, "Content-Type": type } });
}
