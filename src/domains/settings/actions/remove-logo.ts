import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { noLogo } from "../errors.ts";
import { dropLogo } from "../logo-repo.ts";
import { findOrganization } from "../repo.ts";
import { saveOrganization } from "../save.ts";

/** Takes the logo away; the name of the business stands in its place. */
export async function removeLogo(ctx: Ctx) {
  const [current] = await load(ctx, [findOrganization(ctx)]);
  if (!current?.logoKey) throw noLogo();
  const saved = await saveOrganization(ctx, current, {
    settings: current.settings,
    logoKey: null,
    audit: { action: "remove_logo", changes: { logo: null } },
  });
  dropLogo(ctx, current.logoKey);
  return saved;
}
