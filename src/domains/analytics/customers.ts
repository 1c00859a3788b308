import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { customers, segmentTotal } from "#/domains/customers/index.ts";
import { decodeCursor, encodeCursor, type PageInput, pageWindow } from "#/kernel/page.ts";
import { type Instant, localDateOf } from "#/kernel/time.ts";
import { type CustomerFilter, customerPage, fifthsOf, keyOf, type SortName } from "./customer-repo.ts";
import { measuresOf } from "./customer-rules.ts";

type Asked = PageInput & CustomerFilter & { sortBy?: SortName | undefined; order?: "asc" | "desc" | undefined };

/** What each customer is worth to the business, the best first. One trip; without a filter it reads three rows for each on the page. */
export async function readCustomers(ctx: Ctx, { sortBy = "total_spend", order = "desc", ...input }: Asked) {
  const { page, limit, offset } = pageWindow(input);
  const { search, segment, minSpendCents, cursor } = input;
  const by = `${order === "desc" ? "-" : ""}${sortBy}`;
  const key = cursor === undefined ? [] : decodeCursor(cursor, by, 2);
  const isCounted = cursor === undefined && search === undefined && minSpendCents === undefined;
  const { rows, fifths, kept } = await read(ctx, {
    rows: customerPage(ctx, {
      ...{ search, segment, minSpendCents, sort: sortBy, isAscending: order === "asc", key },
      ...{ limit: limit + 1, offset },
    }),
    fifths: fifthsOf(ctx),
    kept: isCounted ? (segment ? segmentTotal(ctx, segment) : customers.total(ctx, "listed")) : undefined,
  });
  const today = localDateOf(ctx.now, ctx.tenant.timezone);
  const dayOf = (at: Instant | null) => at && localDateOf(at, ctx.tenant.timezone);
  const items = rows.slice(0, limit).map((row) => {
    const { id: customerId, name, type, hasActiveAgreement, firstSaleOn, lastSaleOn, segment } = row;
    const days = {
      firstSaleOn,
      lastSaleOn,
      firstVisitOn: dayOf(row.firstVisitAt),
      lastVisitOn: dayOf(row.lastVisitAt),
    };
    return {
      ...{ customerId, name, type, hasActiveAgreement, ...days },
      totalSpendCents: row.spendCents,
      invoicedCents: row.invoicedCents,
      outstandingCents: row.outstandingCents,
      visitCount: row.visits,
      saleCount: row.sales,
      ...measuresOf(row, days, fifths, today),
      segment,
    };
  });
  const last = rows[limit - 1];
  const nextCursor = rows.length > limit && last ? encodeCursor(by, keyOf(sortBy, last)) : null;
  // a count would read every row that it counts; the last page knows how many there are
  const isLast = cursor === undefined && nextCursor === null && (items.length > 0 || page === 1);
  const total = kept ?? (isLast ? offset + items.length : undefined);
  if (total === undefined) return { items, limit, nextCursor };
  return { items, total, page, limit, totalPages: Math.ceil(total / limit), nextCursor };
}
