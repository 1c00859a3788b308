import { directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { load } from "#/db/tenant/load.ts";
import { completeSignIn, signInReads } from "#/domains/identity/index.ts";
import { settingsOf } from "#/domains/organization/index.ts";
import { findByCode } from "#/domains/tenants/index.ts";
import type { IdToken, ProviderName } from "#/integrations/identity-providers/port.ts";
import { businessMissing, notLinked } from "../errors.ts";
import { userByIdentity } from "../repo.ts";
import { assertAdmitted, proveIdentity } from "./prove-identity.ts";

type Input = IdToken & { businessCode?: string | undefined };

/** Signs in the user that the provider's account is linked to. An e-mail address that both have links nothing. */
export async function logInWithSso(open: OpenCtx, provider: ProviderName, { businessCode, ...token }: Input) {
  const { namedTenant } = open;
  if (namedTenant === undefined && businessCode === undefined) throw businessMissing();
  const identity = await proveIdentity(open, provider, token); // first: a caller without it learns nothing about any business
  const tenantId = namedTenant?.toLowerCase() ?? (businessCode && (await findByCode(open, businessCode))?.id);
  const tenant = tenantId ? await findTenant(directoryAccess(open), tenantId) : null;
  if (!tenant) throw notLinked(provider);

  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const { user, ...found } = await load(ctx, { user: userByIdentity(ctx, identity), ...signInReads(ctx) });
  if (user?.status !== "active") throw notLinked(provider);
  assertAdmitted(identity, settingsOf(found.organization));

  return await completeSignIn(ctx, { user, ...found, by: `sso:${provider}` });
}
