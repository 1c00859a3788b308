import type { Ctx } from "#/ctx.ts";
import { present } from "#/domains/organization/index.ts";
import { amountText } from "#/kernel/currencies.ts";
import type { LineOnWire, TaxOnWire } from "./pricing.ts";

// A document as people see it, on paper and on a page: everything is text already. Estimates and invoices make one of their rows.

export type Party = { label: string; name: string; lines: readonly string[] };
export type ViewLine = { description: string; quantity: string; price: string; amount: string };
/** A row of the sums; the strong ones are what people look for. */
export type Sum = { label: string; amount: string; isStrong?: boolean };
/** What can be chosen. An invoice has one, without a name. */
export type ViewOption = {
  id: string;
  name: string | null;
  description?: string | null;
  lines: readonly ViewLine[];
  sums: readonly Sum[];
  isChosen?: boolean;
};
export type DocumentView = {
  /** `Invoice`. */
  kind: string;
  /** `INV-42`; null of a draft. */
  number: string | null;
  status: { text: string; tone: "plain" | "good" | "bad" };
  subject: string | null;
  parties: readonly Party[];
  /** Labels with values: dates, terms. */
  facts: readonly (readonly [label: string, value: string])[];
  options: readonly ViewOption[];
  /** Behind all options: payments, and what is due. */
  payments: readonly Sum[];
  notes: readonly { heading: string; text: string }[];
  footer: string | null;
};

/** A quantity: `2.25`, `1,000`. */
export const quantityText = (quantity: number): string => QUANTITY.format(quantity);
const QUANTITY = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });
/** Parts per million: 82500 is `8.25 %`. */
const rateText = (ppm: number): string => `${RATE.format(ppm / 10_000)} %`;
const RATE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 4 });

export type Money = (cents: number) => string;
export const moneyIn =
  (currency: string): Money =>
  (cents) =>
    amountText(cents, currency);

/** Stored lines as they are shown. */
export const viewLines = (lines: readonly LineOnWire[], money: Money): ViewLine[] =>
  lines.map(({ description, quantity, amount_cents, line_total_cents }) => ({
    description,
    quantity: quantityText(quantity),
    price: money(amount_cents),
    amount: money(line_total_cents),
  }));

type Sums = { subtotalCents: number; discountCents: number; totalCents: number };
/** The sums of a document as they are shown, down to its total. */
export const viewSums = (sums: Sums, taxes: readonly TaxOnWire[], money: Money): Sum[] => [
  { label: "Subtotal", amount: money(sums.subtotalCents) },
  ...(sums.discountCents > 0 ? [{ label: "Discount", amount: money(-sums.discountCents) }] : []),
  ...taxes.map(({ name, rate_ppm, inclusive, tax_cents }) => ({
    label: `${name} ${rateText(rate_ppm)}${inclusive ? " (included)" : ""}`,
    amount: money(tax_cents),
  })),
  { label: "Total", amount: money(sums.totalCents), isStrong: true },
];

type Place = {
  address?: string | null;
  city?: string | null;
  state?: string | null;
  zip?: string | null;
  email?: string | null;
  phone?: string | null;
};
/** A name with an address, as on an envelope. Absent parts are left out. */
export function partyOf(label: string, name: string, { address, city, state, zip, email, phone }: Place): Party {
  const town = [[city, state].filter(Boolean).join(", "), zip].filter(Boolean).join(" ");
  return { label, name, lines: [address, town, email, phone].filter((one): one is string => Boolean(one)) };
}

export type Brand = ReturnType<typeof brandOf>;
type Organization = Parameters<typeof present>[1];
/** How the business presents itself on documents. */
export function brandOf(ctx: Pick<Ctx, "tenant" | "env">, organization: Organization) {
  const { branding, businessName, contactEmail, documentFooter, currency } = present(ctx, organization);
  return {
    name: branding.displayName || businessName,
    color: branding.primaryColor,
    logoUrl: branding.logoUrl,
    contactEmail,
    footer: documentFooter,
    currency,
  };
}
