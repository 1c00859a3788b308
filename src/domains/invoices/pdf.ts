import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { documentPdf } from "#/domains/documents/index.ts";
import { type Organization, organizationOf } from "#/domains/organization/index.ts";
import type { PdfFile } from "#/integrations/pdf/index.ts";
import { type CreditNote, creditNotes, type Invoice, invoices } from "./tables.ts";
import { creditNoteView, invoiceView } from "./view.ts";

export async function invoicePdf(ctx: Ctx, id: number): Promise<PdfFile> {
  const { invoice, organization } = await read(ctx, {
    invoice: invoices.one(ctx, id),
    organization: organizationOf(ctx),
  });
  return await pdfOf(ctx, invoice, organization);
}

export async function creditNotePdf(ctx: Ctx, id: number): Promise<PdfFile> {
  const { note, organization } = await read(ctx, {
    note: creditNotes.one(ctx, id),
    organization: organizationOf(ctx),
  });
  return await pdfOfNote(ctx, note, organization);
}

/** A credit note on paper. */
export async function pdfOfNote(ctx: Ctx, note: CreditNote, organization: Organization | undefined): Promise<PdfFile> {
  const view = creditNoteView(ctx, note, organization);
  return { name: `${note.number}.pdf`, bytes: await documentPdf(ctx, organization, view, note.createdAt) };
}

/** An invoice on paper. */
export async function pdfOf(ctx: Ctx, invoice: Invoice, organization: Organization | undefined): Promise<PdfFile> {
  const view = invoiceView(ctx, invoice, organization);
  const bytes = await documentPdf(ctx, organization, view, invoice.sentAt ?? invoice.updatedAt);
  return { name: `${invoice.number ?? `invoice-${invoice.id}`}.pdf`, bytes };
}
