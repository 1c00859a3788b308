import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { users } from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { organizationOf, settingsOf } from "#/domains/organization/index.ts";
import { type IdToken, type ProviderName, providerLabels } from "#/integrations/identity-providers/port.ts";
import { identityTaken, providerLinked } from "../errors.ts";
import { linkedIdentities } from "../present.ts";
import { identitiesOf, identityRow, insertIdentity } from "../repo.ts";
import { listNewIdentities } from "./list-identities.ts";
import { acceptOnce, assertAdmitted, proveIdentity } from "./prove-identity.ts";

/** Links the provider's account to the user, who can sign in with it from now on. Uses the token up. */
export async function linkIdentity(ctx: Ctx, provider: ProviderName, token: IdToken) {
  const { userId } = userOf(ctx);
  const { user, organization, linked } = await load(ctx, {
    user: users.byId(ctx, userId),
    organization: organizationOf(ctx),
    linked: identitiesOf(ctx, userId),
  });

  if (linked.some((identity) => identity.provider === provider)) throw providerLinked(provider);
  const proof = await proveIdentity(ctx, provider, token);
  const { identity } = proof;
  assertAdmitted(identity, settingsOf(organization));
  const row = identityRow(ctx, userId, identity);
  const changes = { provider: { before: null, after: provider } };

  ctx.afterAnswer(() => listNewIdentities(ctx));
  const work = async () =>
    await commit(ctx, {
      parts: [
        {
          writes: [insertIdentity(row)],
          refusals: {
            "sso_identities.tenant_id, sso_identities.issuer, sso_identities.subject": identityTaken(provider),
            "sso_identities.tenant_id, sso_identities.user_id, sso_identities.provider": providerLinked(provider),
          },
        },
        user?.email
          ? await planMail(ctx, {
              to: user.email,
              template: "identity-linked",
              data: { name: user.name, provider: providerLabels[provider] },
            })
          : null,
      ],
      audit: { action: "link_identity", entity: "user", id: userId, changes },
      result: linkedIdentities([...linked, row]),
    });
  return await acceptOnce(ctx, proof, { work, answered: () => load(ctx, {}) });
}
