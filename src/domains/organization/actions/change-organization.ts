import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { profileOf } from "../present.ts";
import { organizationOf } from "../repo.ts";
import { applied, type Change } from "../rules.ts";
import { saveOrganization } from "../save.ts";

/** Changes what a business says of itself, or how it wants the API to behave. */
export async function changeOrganization(ctx: Ctx, change: Change) {
  const { current } = await load(ctx, { current: organizationOf(ctx) });
  const stored = current?.settings ?? {};
  const settings = applied(stored, profileOf(ctx, stored, null).branding, change);
  return await saveOrganization(ctx, current, "change", { settings });
}
