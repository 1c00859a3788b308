import type { OpenCtx } from "#/ctx.ts";
import { noSuchLogo } from "./errors.ts";
import { logoPath } from "./present.ts";
import { findByCode } from "./repo.ts";

/** The logo of a business as a file, or 304 where the reader has it already. */
export async function showLogo(open: OpenCtx, code: string, conditions: Headers): Promise<Response> {
  const tenant = await findByCode(open, code);
  const logo = tenant?.branding.logo;
  const file = tenant && logo && (await open.env.FILES.get(logoPath(tenant.id, logo), { onlyIf: conditions }));
  if (!file) throw noSuchLogo(code);
  const headers = {
    "Content-Type": file.httpMetadata?.contentType ?? "application/octet-stream",
    "Cache-Control": "public, max-age=3600",
    ETag: file.httpEtag,
  };
  return "body" in file ? new Response(file.body, { headers }) : new Response(null, { status: 304, headers });
}
