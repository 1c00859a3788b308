import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { currencyNotInUse } from "../errors.ts";
import { profileOf } from "../present.ts";
import { organizationOf } from "../repo.ts";
import { applied, type Change, mayChoose } from "../rules.ts";
import { saveOrganization } from "../save.ts";
import { settingsOf } from "../settings.ts";

/** Changes what a business says of itself, or how it wants the API to behave. */
export async function changeOrganization(ctx: Ctx, change: Change) {
  const { current } = await load(ctx, { current: organizationOf(ctx) });
  const stored = current?.settings ?? {};
  const { currency } = change;
  if (currency !== undefined && !mayChoose(currency, settingsOf(current).currency)) throw currencyNotInUse(currency);
  const settings = applied(stored, profileOf(ctx, stored, null).branding, change);
  return await saveOrganization(ctx, current, "change", { settings });
}
