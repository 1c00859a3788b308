import { type Ctx, userOf } from "#/ctx.ts";
import { commit, must } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { ProviderName } from "#/integrations/identity-providers/port.ts";
import { lastWayIn, nothingToUnlink } from "../errors.ts";
import { linkedIdentities } from "../present.ts";
import { deleteIdentity, identitiesOf } from "../repo.ts";

/** The provider's account no longer signs this user in. Another way must be left: the delete itself sees to that. */
export async function unlinkIdentity(ctx: Ctx, provider: ProviderName) {
  const { userId } = userOf(ctx);
  const [linked] = await load(ctx, [identitiesOf(ctx, userId)]);

  const left = linked.filter((identity) => identity.provider !== provider);
  if (left.length === linked.length) throw nothingToUnlink(provider);

  return await commit(ctx, {
    writes: [deleteIdentity(ctx, userId, provider), must(lastWayIn(provider))],
    audit: { action: "unlink_identity", entity: "user", id: userId, changes: { provider: [provider, null] } },
    result: linkedIdentities(left),
  });
}
