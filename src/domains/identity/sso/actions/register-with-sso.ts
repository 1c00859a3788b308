import type { OpenCtx } from "#/ctx.ts";
import { settingsOf } from "#/domains/settings/index.ts";
import type { IdToken, ProviderName } from "#/integrations/identity-providers/port.ts";
import { openBusiness } from "../../actions/open-business.ts";
import { identityRow, insertIdentity } from "../repo.ts";
import { type OwnerInput, ownerOf } from "../rules.ts";
import { assertAdmitted, proveIdentity } from "./prove-identity.ts";

type Input = IdToken & OwnerInput & { companyName: string };

/** Opens a business whose owner signs in by his provider and has no password. */
export async function registerWithSso(open: OpenCtx, provider: ProviderName, { companyName, ...input }: Input) {
  const identity = await proveIdentity(open, provider, input);
  assertAdmitted(identity, settingsOf(undefined)); // a business to be has decided nothing yet
  return await openBusiness(open, {
    companyName,
    owner: ownerOf(identity, input),
    withOwner: (ctx, owner) => [insertIdentity(identityRow(ctx, owner.id, identity))],
  });
}
