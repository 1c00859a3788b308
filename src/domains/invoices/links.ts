import type { Ctx } from "#/ctx.ts";
import { newDocumentLink, revokeLinks } from "#/domains/documents/index.ts";

/** A new link to an invoice, and the write that makes it. */
export const newLink = (ctx: Ctx, id: number) => newDocumentLink(ctx, { kind: "invoice", documentId: id });

/** Ends all links to an invoice. */
export const endLinks = (ctx: Ctx, id: number) => revokeLinks(ctx, "invoice", id);
