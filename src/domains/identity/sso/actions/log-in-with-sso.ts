import { directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { load } from "#/db/tenant/load.ts";
import { settingsOf } from "#/domains/settings/index.ts";
import { findByCode } from "#/domains/tenants/index.ts";
import type { IdToken, ProviderName } from "#/integrations/identity-providers/port.ts";
import { completeSignIn, signInReads } from "../../sign-in.ts";
import { businessMissing, notLinked } from "../errors.ts";
import { findUserByIdentity } from "../repo.ts";
import { assertAdmitted, proveIdentity } from "./prove-identity.ts";

type Input = IdToken & { businessCode?: string | undefined };

/** Signs in the user whom the provider's account is linked to. An e-mail address that both know links nothing. */
export async function logInWithSso(open: OpenCtx, provider: ProviderName, { businessCode, ...token }: Input) {
  const { namedTenant } = open;
  if (namedTenant === undefined && businessCode === undefined) throw businessMissing();
  const identity = await proveIdentity(open, provider, token); // first: without it nothing is told about any business
  const tenantId = namedTenant?.toLowerCase() ?? (businessCode && (await findByCode(open, businessCode))?.id);
  const tenant = tenantId ? await findTenant(directoryAccess(open), tenantId) : null;
  if (!tenant) throw notLinked(provider);

  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const [user, organization, customRoles] = await load(ctx, [findUserByIdentity(ctx, identity), ...signInReads(ctx)]);
  if (user?.status !== "active") throw notLinked(provider);
  assertAdmitted(identity, settingsOf(organization));

  return await completeSignIn(ctx, { user, organization, customRoles, by: `sso:${provider}` });
}
