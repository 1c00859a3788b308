import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { logoPath } from "#/domains/tenants/index.ts";
import { notThatImage } from "../errors.ts";
import { dropLogo } from "../logo-repo.ts";
import { findOrganization } from "../repo.ts";
import { imageTypeOf, logoName } from "../rules.ts";
import { saveOrganization } from "../save.ts";

export type LogoInput = { bytes: Uint8Array<ArrayBuffer>; type: string; sha256: string };

/** Gives a business its logo, for its mails and whoever signs in there. The file comes first: a row never names one that is not there. */
export async function setLogo(ctx: Ctx, { bytes, type, sha256 }: LogoInput) {
  if (imageTypeOf(bytes) !== type) throw notThatImage(type);
  const [current] = await load(ctx, [findOrganization(ctx)]);
  const logoKey = logoName(sha256, type);
  await ctx.env.FILES.put(logoPath(ctx.tenant.id, logoKey), bytes, { httpMetadata: { contentType: type } });
  const saved = await saveOrganization(ctx, current, {
    settings: current?.settings ?? {},
    logoKey,
    audit: { action: "set_logo", changes: { logo: logoKey } },
  });
  if (current?.logoKey && current.logoKey !== logoKey) dropLogo(ctx, current.logoKey);
  return saved;
}
