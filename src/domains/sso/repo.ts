import { and, eq, exists, getTableColumns, ne } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import { insertInto } from "#/db/tenant/prepared.ts";
import { users } from "#/domains/identity/index.ts";
import type { ProvedIdentity, ProviderName } from "#/integrations/identity-providers/port.ts";
import { ssoIdentities } from "./tables.ts";

export type SsoIdentity = typeof ssoIdentities.$inferSelect;

export const insertIdentity = insertInto(ssoIdentities);

/** The row that links an identity to a user. */
export const identityRow = (ctx: Ctx, userId: number, identity: ProvedIdentity): SsoIdentity => ({
  tenantId: ctx.tenant.id,
  issuer: identity.issuer,
  subject: identity.subject,
  provider: identity.provider,
  userId,
  email: identity.email,
  createdAt: ctx.now,
  listedAt: null,
});

const ofUser = (ctx: Ctx, userId: number) =>
  and(eq(ssoIdentities.tenantId, ctx.tenant.id), eq(ssoIdentities.userId, userId));

/** The user's identities, at most one per provider. */
export const identitiesOf = (ctx: Ctx, userId: number) =>
  q.select().from(ssoIdentities).where(ofUser(ctx, userId)).orderBy(ssoIdentities.provider);

/** The user that an identity is linked to, by its issuer and subject alone. */
export const userByIdentity = (ctx: Ctx, { provider, issuer, subject }: ProvedIdentity) => {
  const { table } = users;
  return first(
    q
      .select(getTableColumns(table))
      .from(ssoIdentities)
      .innerJoin(table, and(eq(table.tenantId, ssoIdentities.tenantId), eq(table.id, ssoIdentities.userId)))
      .where(
        and(
          eq(ssoIdentities.tenantId, ctx.tenant.id),
          eq(ssoIdentities.issuer, issuer),
          eq(ssoIdentities.subject, subject),
          eq(ssoIdentities.provider, provider),
        ),
      ),
  );
};

/** Deletes the user's identity at a provider. Where the user `needsAnother`, it deletes nothing unless another identity is left. */
export function deleteIdentity(ctx: Ctx, userId: number, provider: ProviderName, needsAnother: boolean) {
  const others = q
    .select({ userId: ssoIdentities.userId })
    .from(ssoIdentities)
    .where(and(ofUser(ctx, userId), ne(ssoIdentities.provider, provider)));
  return q
    .delete(ssoIdentities)
    .where(and(ofUser(ctx, userId), eq(ssoIdentities.provider, provider), needsAnother ? exists(others) : undefined));
}

/** Has an identity listed again, if it is linked. */
export const relist = (ctx: Ctx, { issuer, subject }: Pick<SsoIdentity, "issuer" | "subject">) =>
  q
    .update(ssoIdentities)
    .set({ listedAt: null })
    .where(
      and(
        eq(ssoIdentities.tenantId, ctx.tenant.id),
        eq(ssoIdentities.issuer, issuer),
        eq(ssoIdentities.subject, subject),
      ),
    );
