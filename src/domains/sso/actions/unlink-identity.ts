import { userOf } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { NO_PASSWORD, users } from "#/domains/identity/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { type ProviderName, providerLabels } from "#/integrations/identity-providers/port.ts";
import { lastWayIn, nothingToUnlink } from "../errors.ts";
import { linkedIdentities } from "../present.ts";
import { deleteIdentity, identitiesOf } from "../repo.ts";
import { unlistIdentity } from "./list-identities.ts";

/** Unlinks the provider's account from the user, who must have another way to sign in: a password (it is never removed) or another account. */
export async function unlinkIdentity(ctx: Ctx, provider: ProviderName) {
  const { userId } = userOf(ctx);
  const { user, linked } = await load(ctx, { user: users.one(ctx, userId), linked: identitiesOf(ctx, userId) });

  const left = linked.filter((identity) => identity.provider !== provider);
  if (left.length === linked.length) throw nothingToUnlink(provider);

  const gone = linked.find((identity) => identity.provider === provider);
  if (gone) ctx.afterAnswer(() => unlistIdentity(ctx, gone));
  const needsAnother = user.passwordHash === NO_PASSWORD;
  const changes = { provider: { before: provider, after: null } };
  return await commit(ctx, {
    parts: [
      deleteIdentity(ctx, userId, provider, needsAnother),
      must(lastWayIn(provider)),
      user.email !== null &&
        (await planMail(ctx, {
          to: user.email,
          template: "identity-unlinked",
          data: { name: user.name, provider: providerLabels[provider] },
        })),
    ],
    audit: { action: "unlink_identity", entity: "user", id: userId, changes },
    result: linkedIdentities(left),
  });
}
