import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import type { z } from "#/kernel/fields.ts";
import type { Inside } from "#/kernel/wire.ts";
import { finished, noAddress, notSent } from "../errors.ts";
import { invoiceEvents } from "../events.ts";
import { issueParts } from "../issuing.ts";
import { newLink } from "../links.ts";
import { sentMail } from "../mails.ts";
import { presented } from "../present.ts";
import type { SendInvoice } from "../schemas.ts";
import { type Invoice, invoices } from "../tables.ts";

type Send = Inside<z.output<typeof SendInvoice>> & { id: number };

/** Sends an invoice. A draft takes its number in this very commit, and never changes from then on; one that was sent is mailed once more. */
export async function sendInvoice(ctx: Ctx, { id, email, message, mail }: Send) {
  const { invoice, organization } = await load(ctx, {
    invoice: invoices.one(ctx, id),
    organization: organizationOf(ctx),
  });
  invoices.assertCurrent(ctx, invoice);
  if (invoice.status === "void" || invoice.status === "written_off") throw finished(id, invoice.status);
  const to = email ?? invoice.customerEmail;
  if (mail && to === null) throw noAddress(id);
  const isDraft = invoice.status === "draft";
  const issue = isDraft ? issueParts(ctx, invoice, organization) : undefined;
  const part = invoices.change(ctx, invoice, {
    ...issue?.change,
    ...(isDraft && email !== undefined && { customerEmail: email }),
  });
  const mails =
    mail && to !== null ? await sentMail(ctx, { ...billed(part.row), number: invoice.number }, to, message) : [];
  const shown = presented(ctx, part.row);
  return await commit(ctx, {
    parts: [part, ...(issue?.parts ?? []), ...mails],
    events: issue ? [invoiceEvents.sent(shown, presented(ctx, invoice)), ...issue.eventsOf(part.row)] : [],
    audit: { action: isDraft ? "send" : "send again", of: part },
    result: shown,
  });
}

/** Makes a link to a sent invoice, for whoever sends it by themselves. */
export async function linkInvoice(ctx: Ctx, id: number) {
  const { invoice } = await load(ctx, { invoice: invoices.one(ctx, id) });
  if (invoice.status === "draft") throw notSent(id);
  if (invoice.status === "void") throw finished(id, invoice.status);
  const { url, expiresAt, write } = await newLink(ctx, id);
  return await commit(ctx, {
    parts: [write],
    audit: { action: "link", entity: "invoice", id },
    result: { url, expiresAt },
  });
}

/** A sent invoice has its number and its days. */
export function billed(invoice: Invoice) {
  const { number, dueDate } = invoice;
  if (number === null || dueDate === null) throw notSent(invoice.id);
  return { ...invoice, number, dueDate };
}
