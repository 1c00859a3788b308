import type { Ctx } from "#/ctx.ts";
import { brandOf, type DocumentView, moneyIn, partyOf, quantityText } from "#/domains/documents/index.ts";
import type { StockLocation } from "#/domains/inventory/index.ts";
import type { Organization } from "#/domains/organization/index.ts";
import { dayText } from "#/kernel/day-text.ts";
import type { OrderLine } from "./lines.ts";
import { ONE, type OrderStatus } from "./rules.ts";
import type { PurchaseOrder, Supplier } from "./tables.ts";

const statuses: Record<OrderStatus, DocumentView["status"]> = {
  draft: { text: "Draft", tone: "plain" },
  submitted: { text: "Waiting for approval", tone: "plain" },
  approved: { text: "Approved", tone: "plain" },
  sent: { text: "Ordered", tone: "good" },
  partially_received: { text: "Received in part", tone: "plain" },
  received: { text: "Received", tone: "good" },
  closed: { text: "Closed", tone: "plain" },
  cancelled: { text: "Cancelled", tone: "bad" },
};

export type Shown = {
  order: PurchaseOrder;
  supplier: Supplier | undefined;
  location: StockLocation | undefined;
  organization: Organization | undefined;
};

/** What one is ordered in: `roll of 250 ft`, `each`. */
const packText = ({ packMilli, purchaseUnit, unit }: OrderLine): string =>
  packMilli === ONE ? (purchaseUnit ?? unit) : `${purchaseUnit ?? "pack"} of ${quantityText(packMilli / ONE)} ${unit}`;

/** How a line reads: `CAP-355-MFD Capacitor 35/5 MFD (roll of 250 ft)`. */
export const lineText = (line: OrderLine): string => `${line.sku} ${line.name} (${packText(line)})`;

/** An order as the supplier sees it. */
export function orderView(ctx: Ctx, { order, supplier, location, organization }: Shown): DocumentView {
  const brand = brandOf(ctx, organization);
  const money = moneyIn(order.currency);
  const facts: [string, string | null][] = [
    ["Date", order.orderedOn && dayText(order.orderedOn)],
    ["Expected", order.expectedOn && dayText(order.expectedOn)],
    ["Deliver to", location?.name ?? null],
    ["Your reference", order.supplierReference],
    ["Our account", supplier?.accountNumber ?? null],
  ];
  return {
    kind: "Purchase order",
    number: order.number,
    status: statuses[order.status],
    subject: null,
    parties: [
      partyOf("From", brand.name, { email: brand.contactEmail }),
      partyOf("Supplier", order.supplierName, supplier ?? {}),
    ],
    facts: facts.filter((fact): fact is [string, string] => fact[1] !== null),
    options: [
      {
        ...{ id: "1", name: null },
        lines: order.items.map((line) => ({
          description: lineText(line),
          quantity: quantityText(line.quantityMilli / ONE),
          price: money(line.unitCostCents),
          amount: money(line.totalCents),
        })),
        sums: [{ label: "Total", amount: money(order.totalCents), isStrong: true }],
      },
    ],
    payments: [],
    notes: order.notes ? [{ heading: "Notes", text: order.notes }] : [],
    footer: null,
  };
}
