import type { Ctx } from "#/ctx.ts";
import { mapped } from "#/db/tenant/client.ts";
import { read } from "#/db/tenant/load.ts";
import { agreementsOfCustomer } from "#/domains/agreements/index.ts";
import {
  acceptEstimate,
  declineEstimate,
  type Estimate,
  estimatesOfCustomer,
  presentedEstimate,
  type Signature,
} from "#/domains/estimates/index.ts";
import {
  creditNotePdfOf,
  creditNotes,
  creditNotesOfCustomer,
  type Invoice,
  invoicePdfOf,
  invoices,
  invoicesOfCustomer,
  latestCreditNotesOfCustomer,
  latestInvoicesOfCustomer,
  payByCheckout,
  payByIntent,
  presentedInvoice,
} from "#/domains/invoices/index.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { onlineAccount } from "#/domains/reconciliation/index.ts";
import { notFound } from "#/kernel/errors.ts";
import type { PageInput } from "#/kernel/page.ts";
import { ownAccount, ownCustomerId } from "./repo.ts";
import type { PortalAccount } from "./tables.ts";

/** What the caller was offered, the newest first. */
export async function listOwnEstimates(ctx: Ctx) {
  const { found } = await read(ctx, { found: estimatesOfCustomer(ctx, ownCustomerId(ctx)) });
  return { items: found.map(shownEstimate) };
}

const shownEstimate = (estimate: Estimate) => {
  const isOpen = estimate.status === "sent" || estimate.status === "viewed";
  return { ...presentedEstimate(estimate), canAnswer: isOpen };
};

/** Whose record the caller opens. */
const owner = (ctx: Ctx) => mapped(ownAccount(ctx), ({ customerId }) => customerId);

type Accepted = { optionId?: string | undefined; optionalLines: number[]; name: string; signature: string | Signature };

export async function acceptOwnEstimate(
  ctx: Ctx,
  id: number,
  { optionId, optionalLines, name, signature: given }: Accepted,
) {
  const signature: Signature = typeof given === "string" ? { kind: "typed", text: given } : given;
  const accepted = await acceptEstimate(
    ctx,
    { id, option: optionId, optionalLines, ownedBy: owner(ctx) },
    { name, signature, onBehalf: false, note: "In the customer portal" },
  );
  return { ...accepted, canAnswer: false };
}

export async function declineOwnEstimate(ctx: Ctx, id: number, reason: string | undefined) {
  return { ...(await declineEstimate(ctx, { id, reason, ownedBy: owner(ctx) })), canAnswer: false };
}

/** A page of what the caller owes and has paid. */
export const listOwnInvoices = (ctx: Ctx, input: PageInput) => invoicesOfCustomer(ctx, ownCustomerId(ctx), input);

const ownInvoice = (ctx: Ctx, id: number) => ({ account: ownAccount(ctx), invoice: invoices.byId(ctx, id) });
/** 404 unless the invoice was sent to the customer of the account. */
function sentTo(account: PortalAccount, invoice: Invoice | undefined, id: number): Invoice {
  const isOwn = account.customerId !== null && invoice?.customerId === account.customerId;
  if (!isOwn || invoice.sentAt === null) throw notFound("invoice", id);
  return invoice;
}

export async function getOwnInvoice(ctx: Ctx, id: number) {
  const { account, invoice } = await read(ctx, ownInvoice(ctx, id));
  return presentedInvoice(ctx, sentTo(account, invoice, id));
}

export async function ownInvoicePdf(ctx: Ctx, id: number) {
  const { account, invoice, organization } = await read(ctx, {
    ...ownInvoice(ctx, id),
    organization: organizationOf(ctx),
  });
  return await invoicePdfOf(ctx, sentTo(account, invoice, id), organization);
}

/** Begins a payment of what is due. The provider's report of it settles the invoice. */
export async function payOwnInvoice(ctx: Ctx, id: number) {
  const { account, invoice, online } = await read(ctx, { ...ownInvoice(ctx, id), online: onlineAccount(ctx) });
  return await payByIntent(ctx, { invoice: sentTo(account, invoice, id), account: online });
}

/** The same on a page of the provider; it leads back to the portal. */
export async function checkOutOwnInvoice(ctx: Ctx, id: number) {
  const { account, invoice, online } = await read(ctx, { ...ownInvoice(ctx, id), online: onlineAccount(ctx) });
  const page = `${ctx.env.PUBLIC_URL}/portal?business=${ctx.tenant.businessCode}`;
  const payable = { invoice: sentTo(account, invoice, id), account: online };
  return { url: await payByCheckout(ctx, payable, { successUrl: `${page}&paid=1`, cancelUrl: page }) };
}

/** A page of the caller's credit notes. */
export const listOwnCreditNotes = (ctx: Ctx, input: PageInput) => creditNotesOfCustomer(ctx, ownCustomerId(ctx), input);

export async function ownCreditNotePdf(ctx: Ctx, id: number) {
  const { account, note, organization } = await read(ctx, {
    ...{ account: ownAccount(ctx), note: creditNotes.byId(ctx, id), organization: organizationOf(ctx) },
  });
  if (!note || account.customerId === null || note.customerId !== account.customerId) throw notFound("credit_note", id);
  return await creditNotePdfOf(ctx, note, organization);
}

/** A page of the caller's agreements. */
export const listOwnAgreements = (ctx: Ctx, input: PageInput) => agreementsOfCustomer(ctx, ownCustomerId(ctx), input);

const MOST_DOCUMENTS = 100;

/** Everything that the caller was sent, the newest first. */
export async function listOwnDocuments(ctx: Ctx) {
  const customerId = ownCustomerId(ctx);
  const { offers, bills, notes } = await read(ctx, {
    offers: estimatesOfCustomer(ctx, customerId),
    bills: latestInvoicesOfCustomer(ctx, customerId, MOST_DOCUMENTS),
    notes: latestCreditNotesOfCustomer(ctx, customerId, MOST_DOCUMENTS),
  });
  const items = [
    ...offers.map(({ id, number, title, status, sentAt, totalCents }) => ({
      ...{ kind: "estimate" as const, id, number, title, status, sentAt, totalCents, balanceCents: null },
    })),
    ...bills.map(({ id, number, title, status, sentAt, totalCents, balanceCents }) => ({
      ...{ kind: "invoice" as const, id, number, title, status, sentAt, totalCents, balanceCents },
    })),
    ...notes.map(({ id, number, invoiceNumber, voidedAt, createdAt: sentAt, totalCents }) => ({
      ...{ kind: "credit_note" as const, id, number, title: `For invoice ${invoiceNumber}`, sentAt, totalCents },
      ...{ status: voidedAt === null ? "issued" : "void", balanceCents: null },
    })),
  ];
  return { items: items.toSorted((a, b) => (String(a.sentAt) < String(b.sentAt) ? 1 : -1)) };
}
