import { type Ctx, userOf } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { findOrganization, settingsOf } from "#/domains/settings/index.ts";
import type { IdToken, ProviderName } from "#/integrations/identity-providers/port.ts";
import { identityTaken, providerLinked } from "../errors.ts";
import { linkedIdentities } from "../present.ts";
import { identitiesOf, identityRow, insertIdentity } from "../repo.ts";
import { assertAdmitted, proveIdentity } from "./prove-identity.ts";

/** From now on the provider's account signs this user in too. */
export async function linkIdentity(ctx: Ctx, provider: ProviderName, token: IdToken) {
  const { userId } = userOf(ctx);
  const [organization, linked] = await load(ctx, [findOrganization(ctx), identitiesOf(ctx, userId)]);

  if (linked.some((identity) => identity.provider === provider)) throw providerLinked(provider);
  const identity = await proveIdentity(ctx, provider, token);
  assertAdmitted(identity, settingsOf(organization));
  const row = identityRow(ctx, userId, identity);

  return await commit(ctx, {
    writes: [insertIdentity(row)],
    audit: { action: "link_identity", entity: "user", id: userId, changes: { provider: [null, provider] } },
    result: linkedIdentities([...linked, row]),
    refusals: {
      "sso_identities.tenant_id, sso_identities.issuer, sso_identities.subject": identityTaken(provider),
      "sso_identities.tenant_id, sso_identities.user_id, sso_identities.provider": providerLinked(provider),
    },
  });
}
