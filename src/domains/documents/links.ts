import { type Ctx, directoryAccess, enterTenant, type OpenCtx } from "#/ctx.ts";
import { findTenant } from "#/db/directory.ts";
import { read } from "#/db/tenant/load.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { randomSecret, sha256 } from "#/kernel/secrets.ts";
import { plusSeconds } from "#/kernel/time.ts";
import { badDocumentLink, documentLinkEnded } from "./errors.ts";
import { insertDocumentLink } from "./repo.ts";
import type { DocumentLink, LinkKind } from "./tables.ts";
import { type Brand, brandOf } from "./view.ts";

const DAYS = 14;
const DAY_SECONDS = 86_400;
/** The page that each kind of link opens. */
const pages: Record<LinkKind, string> = { estimate: "/e", invoice: "/i", purchase_order: "/o", form: "/f" };

type NewLink = { kind: LinkKind; documentId: number; revision?: number; days?: number };

/**
 * A link to a document, and the write that makes it. Its token names the tenant: whoever opens it has nothing else at hand. It opens the document for
 * `days`, and only a hash of it is stored.
 */
export async function newDocumentLink(ctx: Ctx, { kind, documentId, revision = 1, days = DAYS }: NewLink) {
  const token = `${ctx.tenant.id}_${randomSecret()}`;
  const row: DocumentLink = {
    ...{ tenantId: ctx.tenant.id, hash: await sha256(token), kind, documentId, revision },
    ...{ createdAt: ctx.now, expiresAt: plusSeconds(ctx.now, days * DAY_SECONDS) },
    ...{ revokedAt: null, firstViewedAt: null, lastViewedAt: null, views: 0 },
  };
  const url = `${ctx.env.PUBLIC_URL}${pages[kind]}/${token}`;
  return { url, expiresAt: row.expiresAt, write: insertDocumentLink(row) };
}

/** Enters the tenant that a link's token names, as a stranger; 404 for any other text. `documentLinkOf` by the hash says what it opens. */
export async function enterByDocumentLink(open: OpenCtx, token: string): Promise<{ ctx: Ctx; hash: string }> {
  const ctx = await ctxOfLink(open, token);
  if (!ctx) throw badDocumentLink();
  return { ctx, hash: await sha256(token) };
}

async function ctxOfLink(open: OpenCtx, token: string): Promise<Ctx | undefined> {
  const tenantId = /^([0-9a-f-]{36})_[\w-]{43}$/.exec(token)?.[1];
  const tenant = tenantId && (await findTenant(directoryAccess(open), tenantId));
  return tenant ? enterTenant(open, tenant, { kind: "anonymous" }) : undefined;
}

/** The business that a link's token names, whether the link shows anything or not; undefined where it names none. */
export async function brandOfLink(open: OpenCtx, token: string): Promise<Brand | undefined> {
  const ctx = await ctxOfLink(open, token).catch(() => undefined); // the page that says why must not fail for the same reason
  if (!ctx) return undefined;
  // one that is suspended or cannot be reached has its name in the directory
  const known = await read(ctx, { organization: organizationOf(ctx) }).catch(() => undefined);
  return brandOf(ctx, known?.organization);
}

/** The link, where it is one of this kind and has not ended; else 404 or 410. */
export function assertOpen(ctx: Ctx, kind: LinkKind, link: DocumentLink | undefined): DocumentLink {
  if (link?.kind !== kind) throw badDocumentLink();
  if (link.revokedAt !== null || link.expiresAt <= ctx.now) throw documentLinkEnded();
  return link;
}
