import type { Ctx } from "#/ctx.ts";
import type { Parts } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { roles as builtIn } from "#/kernel/permissions.ts";
import { currencyNotInUse, unknownRoles } from "../errors.ts";
import { profileOf } from "../present.ts";
import { customRoleNames, holdRoles, organizationOf } from "../repo.ts";
import { applied, type Change, mayChoose } from "../rules.ts";
import { saveOrganization } from "../save.ts";
import { settingsOf } from "../settings.ts";

/** Changes what a business says of itself, or how it wants the API to behave. */
export async function changeOrganization(ctx: Ctx, change: Change) {
  const { currency, mfa_required_roles: mfaRoles } = change;
  const { current, custom } = await load(ctx, {
    current: organizationOf(ctx),
    custom: mfaRoles && customRoleNames(ctx),
  });
  const stored = current?.settings ?? {};
  if (currency !== undefined && !mayChoose(currency, settingsOf(current).currency)) throw currencyNotInUse(currency);
  const parts = mfaRoles ? rolesNamed(ctx, mfaRoles, custom ?? []) : [];
  const settings = applied(stored, profileOf(ctx, stored, null).branding, change);
  return await saveOrganization(ctx, current, "change", { settings }, parts);
}

/** Refuses roles that do not exist, since a misspelt one would demand a second factor of nobody. Holds the business' own ones in the commit. */
function rolesNamed(ctx: Ctx, names: readonly string[], custom: readonly string[]): Parts {
  const placesWhere = (isBad: (name: string) => boolean) => names.flatMap((name, i) => (isBad(name) ? [i] : []));
  const isOwn = (name: string) => !Object.hasOwn(builtIn, name);
  const unknown = placesWhere((name) => isOwn(name) && !custom.includes(name));
  if (unknown.length > 0) throw unknownRoles(unknown);
  const own = [...new Set(names.filter(isOwn))];
  return own.length > 0 ? [holdRoles(ctx, own), must(unknownRoles(placesWhere(isOwn)))] : [];
}
