import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { noLogo } from "../errors.ts";
import { organizationOf } from "../repo.ts";
import { saveOrganization } from "../save.ts";

/** Removes the logo; pages and mails show the name of the business instead. */
export async function removeLogo(ctx: Ctx) {
  const { current } = await load(ctx, { current: organizationOf(ctx) });
  if (!current?.logoKey) throw noLogo();
  return await saveOrganization(ctx, current, "remove_logo", { logoKey: null });
}
