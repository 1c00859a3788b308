import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { logoPath } from "#/domains/tenants/index.ts";
import { notThatImage } from "../errors.ts";
import { organizationOf } from "../repo.ts";
import { imageTypeOf, logoName } from "../rules.ts";
import { saveOrganization } from "../save.ts";

type LogoInput = { bytes: Uint8Array<ArrayBuffer>; type: string; sha256: string };

/** Sets the logo that log-in pages and mails show. The file is stored first: no row ever names a missing file. */
export async function setLogo(ctx: Ctx, { bytes, type, sha256 }: LogoInput) {
  if (imageTypeOf(bytes) !== type) throw notThatImage(type);
  const { current } = await load(ctx, { current: organizationOf(ctx) });
  const logoKey = logoName(sha256, type);
  await ctx.env.FILES.put(logoPath(ctx.tenant.id, logoKey), bytes, { httpMetadata: { contentType: type } });
  return await saveOrganization(ctx, current, "set_logo", { logoKey });
}
