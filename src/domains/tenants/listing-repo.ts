import { and, eq, sql } from "drizzle-orm";
import type { Ctx, OpenCtx } from "#/ctx.ts";
import { controlOf as control } from "#/db/control/client.ts";
import { identityListings } from "#/db/control/schema/tenants.ts";

// In which businesses a provider's account is linked: for a log-in that names none.

type Listing = typeof identityListings.$inferSelect;
type Identity = Pick<Listing, "issuer" | "subject">;

const isOf = ({ issuer, subject }: Identity) =>
  and(eq(identityListings.issuer, issuer), eq(identityListings.subject, subject));

/** Ids of the businesses in which an identity is listed, two at most: then there are several. */
export async function listedIn(open: OpenCtx, identity: Identity): Promise<string[]> {
  const rows = await control(open)
    .select({ tenantId: identityListings.tenantId })
    .from(identityListings)
    .where(isOf(identity))
    .limit(2)
    .all();
  return rows.map(({ tenantId }) => tenantId);
}

/** Adds listings; those that are there already stay. */
export const addListings = (open: OpenCtx, listings: readonly Listing[]) =>
  control(open)
    .insert(identityListings)
    .select(
      sql`select value ->> 'issuer', value ->> 'subject', value ->> 'tenantId' from json_each(${JSON.stringify(listings)}) where true`,
    )
    .onConflictDoNothing()
    .run();

export const removeListing = (ctx: Ctx, identity: Identity) =>
  control(ctx)
    .delete(identityListings)
    .where(and(isOf(identity), eq(identityListings.tenantId, ctx.tenant.id)))
    .run();
