import { and, eq, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#/ctx.ts";
import { first, q } from "#/db/tenant/client.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { insertInto, prepared, type Slot } from "#/db/tenant/prepared.ts";
import { touched } from "#/db/tenant/stamps.ts";
import { type LinkKind, documentLinkTable as links, taxRates, taxRateTable } from "./tables.ts";

export const listTaxRates = (ctx: Ctx, { isArchived, ...input }: ListInput & { isArchived?: boolean | undefined }) =>
  taxRates.list(ctx, input, {
    filters: [isArchived === undefined ? undefined : sql`(${taxRateTable.archivedAt} is not null) = ${isArchived}`],
  });

/** Every rate; there are few (tables.ts). */
export const allRates = prepared((tenantId: Slot<string>) =>
  q.select().from(taxRateTable).where(eq(taxRateTable.tenantId, tenantId)),
);

/** One rate is the default at most. */
export const endOtherDefaults = (ctx: Ctx, id: number) =>
  q
    .update(taxRateTable)
    .set({ isDefault: false, ...touched(ctx, taxRateTable) })
    .where(and(eq(taxRateTable.tenantId, ctx.tenant.id), eq(taxRateTable.isDefault, true), ne(taxRateTable.id, id)));

export const insertDocumentLink = insertInto(links);

const one = (ctx: Ctx, hash: string): SQL | undefined => and(eq(links.tenantId, ctx.tenant.id), eq(links.hash, hash));

/** The link of a hash, whether it has ended or not. */
export const documentLinkOf = (ctx: Ctx, hash: string) => first(q.select().from(links).where(one(ctx, hash)));

/** Counts a look at the document. */
export const noteView = (ctx: Ctx, hash: string) =>
  q
    .update(links)
    .set({
      views: sql`${links.views} + 1`,
      firstViewedAt: sql`coalesce(${links.firstViewedAt}, ${ctx.now})`,
      lastViewedAt: ctx.now,
    })
    .where(one(ctx, hash));

/** Ends all links of a document. */
export const revokeLinks = (ctx: Ctx, kind: LinkKind, documentId: number) =>
  q
    .update(links)
    .set({ revokedAt: ctx.now })
    .where(
      and(
        eq(links.tenantId, ctx.tenant.id),
        eq(links.kind, kind),
        eq(links.documentId, documentId),
        isNull(links.revokedAt),
      ),
    );
