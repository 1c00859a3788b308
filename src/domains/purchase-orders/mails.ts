import type { Ctx } from "#/ctx.ts";
import type { Part } from "#/db/tenant/commit.ts";
import { moneyIn, quantityText } from "#/domains/documents/index.ts";
import { planMail } from "#/domains/mail/index.ts";
import { dayText } from "#/kernel/day-text.ts";
import { ONE } from "./rules.ts";
import { lineText, type Shown } from "./view.ts";

type Asked = { to: string; link: string; message?: string | undefined };

/** The mail that brings an order to the supplier. It says all that is ordered, for those who read it on a phone. */
export function sentMail(
  ctx: Ctx,
  { order, supplier, location }: Shown,
  { to, link, message = "" }: Asked,
): Promise<Part> {
  const money = moneyIn(order.currency);
  return planMail(ctx, {
    to,
    template: "purchase-order-sent",
    data: {
      name: supplier?.contactName ?? order.supplierName,
      number: order.number,
      message,
      link,
      lines: order.items.map(
        (line) =>
          `${quantityText(line.quantityMilli / ONE)} x ${lineText(line)} at ${money(line.unitCostCents)}: ${money(line.totalCents)}`,
      ),
      total: money(order.totalCents),
      expected: order.expectedOn === null ? "" : dayText(order.expectedOn),
      destination: location?.name ?? "",
      account: supplier?.accountNumber ?? "",
      notes: order.notes ?? "",
    },
  });
}
