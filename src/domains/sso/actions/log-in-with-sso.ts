import { enterTenant, type OpenCtx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { completeSignIn, signInReads } from "#/domains/identity/index.ts";
import { settingsOf } from "#/domains/organization/index.ts";
import type { IdToken, ProviderName } from "#/integrations/identity-providers/port.ts";
import { notLinked } from "../errors.ts";
import { userByIdentity } from "../repo.ts";
import { findBusiness } from "./find-business.ts";
import { acceptOnce, assertAdmitted, proveIdentity } from "./prove-identity.ts";

type Input = IdToken & { businessCode?: string | undefined };

/** Signs in the user that the provider's account is linked to, once with each token. An e-mail address that both have links nothing. */
export async function logInWithSso(open: OpenCtx, provider: ProviderName, { businessCode, ...token }: Input) {
  const proof = await proveIdentity(open, provider, token); // first: a caller without it learns nothing about any business
  const { identity } = proof;
  const tenant = await findBusiness(open, identity, businessCode);
  if (!tenant) throw notLinked(provider);

  const ctx = enterTenant(open, tenant, { kind: "anonymous" });
  const { user, ...found } = await load(ctx, { user: userByIdentity(ctx, identity), ...signInReads(ctx) });
  if (user?.status !== "active") throw notLinked(provider);
  assertAdmitted(identity, settingsOf(found.organization));

  // last: a token that is refused here may still link the account
  return await acceptOnce(open, proof, {
    work: () => completeSignIn(ctx, { user, ...found, by: `sso:${provider}` }),
    answered: () => load(ctx, {}),
  });
}
