import type { Ctx, OpenCtx } from "#/ctx.ts";
import { openBusiness, replaySignUp, type User } from "#/domains/identity/index.ts";
import { settingsOf } from "#/domains/organization/index.ts";
import type { IdToken, ProviderName } from "#/integrations/identity-providers/port.ts";
import { identityRow, insertIdentity } from "../repo.ts";
import { type OwnerInput, ownerOf } from "../rules.ts";
import { listNewIdentities } from "./list-identities.ts";
import { acceptOnce, assertAdmitted, proveIdentity } from "./prove-identity.ts";

type Input = IdToken & OwnerInput & { companyName: string };

/** Opens a business whose owner signs in with the provider's account and has no password. */
export async function registerWithSso(open: OpenCtx, provider: ProviderName, { companyName, ...input }: Input) {
  await replaySignUp(open); // first: the id_token of a repeated request may have expired
  const proof = await proveIdentity(open, provider, input);
  const { identity } = proof;
  assertAdmitted(identity, settingsOf(undefined)); // a new business has the default settings
  const withOwner = (ctx: Ctx, owner: User) => {
    ctx.afterAnswer(() => listNewIdentities(ctx));
    return [insertIdentity(identityRow(ctx, owner.id, identity))];
  };
  return await acceptOnce(open, proof, {
    work: () => openBusiness(open, { companyName, owner: ownerOf(identity, input), withOwner }),
    answered: () => replaySignUp(open),
  });
}
