import type { Ctx } from "#/ctx.ts";
import type { ListInput } from "#/db/tenant/page.ts";
import { listOpenSales } from "#/domains/sales/index.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { listTransactions } from "./repo.ts";

/** What has no counterpart, oldest first: transactions that no sale explains, or sales without their payment. */
export const listUnmatched = (
  ctx: Ctx,
  { side = "provider", ...query }: ListInput & Days & { side?: "provider" | "internal" },
) => (side === "provider" ? ofProviders(ctx, query) : ofOurs(ctx, query));

type Days = { dateFrom?: LocalDate; dateTo?: LocalDate };

async function ofProviders(ctx: Ctx, query: ListInput & Days) {
  const page = await listTransactions(ctx, { ...query, isOpen: true, sort: "occurred_on", total: "none" });
  return {
    ...page,
    items: page.items.map(({ id, kind, occurredOn, customer, reference, grossCents, matchedCents }) => ({
      ...{ side: "provider" as const, id, kind, day: occurredOn, customer, reference },
      amountCents: grossCents,
      openCents: grossCents - matchedCents,
    })),
  };
}

async function ofOurs(ctx: Ctx, query: ListInput & Days) {
  const page = await listOpenSales(ctx, query);
  return {
    ...page,
    items: page.items.map(({ id, saleDate, customerName, salePriceCents, paidCents }) => ({
      ...{
        side: "internal" as const,
        id,
        kind: "sale" as const,
        day: saleDate,
        customer: customerName,
        reference: null,
      },
      amountCents: salePriceCents,
      openCents: salePriceCents - paidCents,
    })),
  };
}
