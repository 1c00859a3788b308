import { and, eq, exists, getTableColumns, ne, or } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { ssoIdentities, users } from "#/db/tenant/schema/identity.ts";
import type { ProvedIdentity, ProviderName } from "#/integrations/identity-providers/port.ts";
import { NO_PASSWORD } from "../passwords.ts";

export type SsoIdentity = typeof ssoIdentities.$inferSelect;

export const insertIdentity = insertInto(ssoIdentities);

/** The row that makes an identity a user's own. */
export const identityRow = (ctx: Ctx, userId: number, identity: ProvedIdentity): SsoIdentity => ({
  tenantId: ctx.tenant.id,
  issuer: identity.issuer,
  subject: identity.subject,
  provider: identity.provider,
  userId,
  email: identity.email,
  createdAt: ctx.now,
});

const ofUser = (ctx: Ctx, userId: number) =>
  and(eq(ssoIdentities.tenantId, ctx.tenant.id), eq(ssoIdentities.userId, userId));

/** At most one per provider. */
export const identitiesOf = (ctx: Ctx, userId: number) =>
  q.select().from(ssoIdentities).where(ofUser(ctx, userId)).orderBy(ssoIdentities.provider);

/** Whom an identity signs in; by its issuer and subject alone. */
export const findUserByIdentity = (ctx: Ctx, { provider, issuer, subject }: ProvedIdentity) =>
  first(
    q
      .select(getTableColumns(users))
      .from(ssoIdentities)
      .innerJoin(users, and(eq(users.tenantId, ssoIdentities.tenantId), eq(users.id, ssoIdentities.userId)))
      .where(
        and(
          eq(ssoIdentities.tenantId, ctx.tenant.id),
          eq(ssoIdentities.issuer, issuer),
          eq(ssoIdentities.subject, subject),
          eq(ssoIdentities.provider, provider),
        ),
      ),
  );

/** Deletes nothing when the user could no longer sign in without it. */
export function deleteIdentity(ctx: Ctx, userId: number, provider: ProviderName) {
  const password = q
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.tenantId, ctx.tenant.id), eq(users.id, userId), ne(users.passwordHash, NO_PASSWORD)));
  const others = q
    .select({ userId: ssoIdentities.userId })
    .from(ssoIdentities)
    .where(and(ofUser(ctx, userId), ne(ssoIdentities.provider, provider)));
  return q
    .delete(ssoIdentities)
    .where(and(ofUser(ctx, userId), eq(ssoIdentities.provider, provider), or(exists(password), exists(others))));
}
