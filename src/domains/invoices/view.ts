import type { Ctx } from "#/ctx.ts";
import {
  brandOf,
  type DocumentView,
  type LineOnWire,
  moneyIn,
  partyOf,
  type Sum,
  type TaxOnWire,
  viewLines,
  viewSums,
} from "#/domains/documents/index.ts";
import type { Organization } from "#/domains/organization/index.ts";
import { dayText } from "#/kernel/day-text.ts";
import { presented } from "./present.ts";
import type { ShownStatus } from "./statuses.ts";
import type { CreditNote, Invoice } from "./tables.ts";

const statuses: Record<ShownStatus, DocumentView["status"]> = {
  draft: { text: "Draft", tone: "plain" },
  sent: { text: "To be paid", tone: "plain" },
  viewed: { text: "To be paid", tone: "plain" },
  partially_paid: { text: "Paid in part", tone: "plain" },
  overdue: { text: "Overdue", tone: "bad" },
  paid: { text: "Paid", tone: "good" },
  void: { text: "Void", tone: "bad" },
  written_off: { text: "Closed", tone: "plain" },
};

/** An invoice as people see it, on paper and on a page. */
export function invoiceView(ctx: Ctx, row: Invoice, organization: Organization | undefined): DocumentView {
  const invoice = presented(ctx, row);
  const brand = brandOf(ctx, organization);
  const money = moneyIn(invoice.currency);
  const { billingAddress: address, billingCity: city, billingState: state, billingZip: zip } = invoice;
  const { customerName, customerEmail, customerPhone, invoiceDate, dueDate, purchaseOrder, notes } = invoice;
  const facts: [string, string | null][] = [
    ["Date", invoiceDate && dayText(invoiceDate)],
    ["Due", dueDate && dayText(dueDate)],
    ["Purchase order", purchaseOrder],
    ["Job", invoice.jobId === null ? null : String(invoice.jobId)],
  ];
  return {
    kind: "Invoice",
    number: invoice.number,
    status: statuses[invoice.status],
    subject: invoice.title,
    parties: [
      partyOf("From", brand.name, { email: brand.contactEmail }),
      partyOf("Billed to", customerName, { address, city, state, zip, email: customerEmail, phone: customerPhone }),
    ],
    facts: facts.filter((fact): fact is [string, string] => fact[1] !== null),
    options: [
      {
        id: "1",
        name: null,
        lines: viewLines(JSON.parse(invoice.lineItems.text) as LineOnWire[], money), // safe: what we stored
        sums: viewSums(invoice, JSON.parse(invoice.taxBreakdown.text) as TaxOnWire[], money),
      },
    ],
    payments: paymentsOf(invoice, money),
    notes: notes ? [{ heading: "Notes", text: notes }] : [],
    footer: brand.footer,
  };
}

/** A credit note as people see it. */
export function creditNoteView(ctx: Ctx, note: CreditNote, organization: Organization | undefined): DocumentView {
  const brand = brandOf(ctx, organization);
  const money = moneyIn(note.currency);
  const { billingAddress: address, billingCity: city, billingState: state, billingZip: zip } = note;
  const { customerName, customerEmail: email, customerPhone: phone } = note;
  const standing = [
    ["Paid invoices", note.appliedCents],
    ["Given back", note.refundedCents],
    ["Left to use", note.unappliedCents],
  ] as const;
  return {
    kind: "Credit note",
    number: note.number,
    status: note.voidedAt === null ? { text: "Issued", tone: "plain" } : statuses.void,
    subject: null,
    parties: [
      partyOf("From", brand.name, { email: brand.contactEmail }),
      partyOf("For", customerName, { address, city, state, zip, email, phone }),
    ],
    facts: [
      ["Date", dayText(note.issuedOn)],
      ["Invoice", note.invoiceNumber],
    ],
    options: [
      {
        ...{ id: "1", name: null },
        lines: viewLines(JSON.parse(note.lineItems.text) as LineOnWire[], money), // safe: what we stored
        sums: viewSums(note, JSON.parse(note.taxBreakdown.text) as TaxOnWire[], money),
      },
    ],
    payments: standing.flatMap(([label, cents]) => (cents > 0 ? [{ label, amount: money(cents) }] : [])),
    notes: note.voidReason === null ? [] : [{ heading: "Voided", text: note.voidReason }],
    footer: brand.footer,
  };
}

type Standing = Pick<Invoice, "sentAt" | "voidedAt" | "amountPaidCents" | "creditedCents" | "balanceCents">;

/** What was paid and credited, and what is due. */
function paymentsOf(invoice: Standing, money: (cents: number) => string): Sum[] {
  if (invoice.sentAt === null || invoice.voidedAt !== null) return [];
  const less = (label: string, cents: number): Sum[] => (cents > 0 ? [{ label, amount: money(-cents) }] : []);
  return [
    ...less("Paid", invoice.amountPaidCents),
    ...less("Credited", invoice.creditedCents),
    { label: "Amount due", amount: money(invoice.balanceCents), isStrong: true },
  ];
}
