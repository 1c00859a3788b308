import type { Ctx, OpenCtx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { read } from "#/db/tenant/load.ts";
import {
  assertOpen,
  badDocumentLink,
  documentLinkOf,
  enterByDocumentLink,
  noteView,
} from "#/domains/documents/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { onlineAccount } from "#/domains/reconciliation/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { invoiceEvents } from "../events.ts";
import { invoiceOfLink } from "../link-repo.ts";
import { presented } from "../present.ts";
import { type Invoice, invoices } from "../tables.ts";

/** The invoice that a link opens, for whoever has it; 404 for an unknown link, 410 for one that has ended. */
export async function openInvoice(open: OpenCtx, token: string) {
  const { ctx, hash } = await enterByDocumentLink(open, token);
  const { link, invoice, organization, account } = await read(ctx, {
    link: documentLinkOf(ctx, hash),
    invoice: invoiceOfLink(ctx, hash),
    organization: organizationOf(ctx),
    account: onlineAccount(ctx),
  });
  assertOpen(ctx, "invoice", link);
  if (!invoice) throw badDocumentLink();
  return { ctx, hash, invoice, organization, account };
}

/** Notes that the customer looked at an invoice; the first look is told. Whoever changes the invoice at this moment is not held up: the next look is noted. */
export async function noteLook(ctx: Ctx, hash: string, invoice: Invoice): Promise<void> {
  const isFirst = invoice.viewedAt === null && invoice.voidedAt === null;
  const part = isFirst ? invoices.change(ctx, invoice, { viewedAt: ctx.now }) : null;
  try {
    await record(ctx, {
      parts: [noteView(ctx, hash), part],
      events: part ? [invoiceEvents.viewed(presented(ctx, part.row), presented(ctx, invoice))] : [],
      ...(part && { audit: { action: "view", of: part } }),
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== "conflict") throw error;
  }
}
