import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { customers, segmentTotal } from "#/domains/customers/index.ts";
import { countedUpTo, decodeCursor, encodeCursor, type PageInput, pageWindow, totalOf } from "#/kernel/page.ts";
import { type Instant, localDateOf } from "#/kernel/time.ts";
import { type CustomerFilter, countCustomers, customerPage, fifthsOf, keyOf, type SortName } from "./customer-repo.ts";
import { measuresOf } from "./customer-rules.ts";

type Asked = PageInput & CustomerFilter & { sortBy?: SortName | undefined; order?: "asc" | "desc" | undefined };

/** A page of 50 and its count read no more than 400 rows. */
const COUNTED_BEYOND = 50;

/** What each customer is worth to the business, the best first. One trip; without a filter it reads three rows for each on the page. */
export async function readCustomers(ctx: Ctx, { sortBy = "total_spend", order = "desc", ...input }: Asked) {
  const window = pageWindow(input);
  const { limit, offset } = window;
  const { search, segment, minSpendCents, cursor } = input;
  const by = `${order === "desc" ? "-" : ""}${sortBy}`;
  const key = cursor === undefined ? [] : decodeCursor(cursor, by, 2);
  const isKept = search === undefined && minSpendCents === undefined;
  const most = isKept ? undefined : countedUpTo(window, COUNTED_BEYOND);
  const kept = segment ? segmentTotal(ctx, segment) : customers.total(ctx, "listed");
  const total = most ? countCustomers(ctx, { search, segment, minSpendCents }, most + 1) : kept;
  const { rows, fifths, n } = await read(ctx, {
    rows: customerPage(ctx, {
      ...{ search, segment, minSpendCents, sort: sortBy, isAscending: order === "asc", key },
      ...{ limit: limit + 1, offset },
    }),
    fifths: fifthsOf(ctx),
    n: cursor === undefined ? total : undefined,
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
  return { items, limit, nextCursor, ...(n !== undefined && totalOf(window, n, most)) };
}
