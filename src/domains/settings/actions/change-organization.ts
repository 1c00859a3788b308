import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { profileOf } from "../present.ts";
import { findOrganization } from "../repo.ts";
import { applied, type Change } from "../rules.ts";
import { saveOrganization } from "../save.ts";

/** Changes what a business says of itself, or how it wants the API to behave for it. */
export async function changeOrganization(ctx: Ctx, change: Change) {
  const [current] = await load(ctx, [findOrganization(ctx)]);
  const stored = current?.settings ?? {};
  return await saveOrganization(ctx, current, {
    settings: applied(stored, profileOf(ctx, stored, null).branding, change),
    logoKey: current?.logoKey ?? null,
    audit: { action: "change", changes: change },
  });
}
