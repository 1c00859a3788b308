import type { Ctx } from "#/ctx.ts";
import type { Audit, Parts } from "#/db/tenant/commit.ts";
import type { Answers } from "#/db/tenant/load.ts";
import type { DomainEvent } from "#/kernel/events.ts";
import { periodOf, termStart } from "./calendar.ts";
import { agreementEvents } from "./events.ts";
import { presented } from "./present.ts";
import { termOf } from "./rules.ts";
import { agreements, recurringInvoices, type ServiceAgreement } from "./tables.ts";
import { furtherVisits, lastDayOf, newRecurring, visitParts, visitsPlanned } from "./terms.ts";
import { agreementVisits } from "./visit-tables.ts";

type Renewal = { agreement: ServiceAgreement; priceCents: number };

/** The next term of an agreement: it begins on the day after the last one, by the anchor of the first. */
const nextDays = ({ anchorOn, offsetMonths, termMonths }: ServiceAgreement) => ({
  ...{ anchorOn, termMonths, offsetMonths: offsetMonths + (termMonths ?? 0), visitMonths: 0 },
});
const visitsNext = (agreement: ServiceAgreement) => furtherVisits({ ...agreement, ...nextDays(agreement) });

/** The ids that renewals take, for a load. */
export const renewalQueries = (ctx: Ctx, asked: readonly Renewal[]) => ({
  lastId: agreements.nextId(ctx, asked.length),
  lastRecurring: recurringInvoices.nextId(ctx, asked.length),
  lastVisit: agreementVisits.nextId(
    ctx,
    asked.reduce((n, { agreement }) => n + visitsNext(agreement).length, 0),
  ),
});

/** What renewals put into a commit: the next terms, how they are billed, and their visits. A term has one successor: by its version, and by an index. */
export function renewalParts(
  ctx: Ctx,
  asked: readonly Renewal[],
  { lastId, lastRecurring, lastVisit }: Answers<ReturnType<typeof renewalQueries>>,
) {
  const parts: Parts[number][] = [];
  const events: DomainEvent[] = [];
  const audit: Audit[] = [];
  const rows: ServiceAgreement[] = [];
  const visits = asked.map(({ agreement }) => visitsNext(agreement));
  let visitId = lastVisit - visits.reduce((n, some) => n + some.length, 0) + 1;
  for (const [i, { agreement, priceCents }] of asked.entries()) {
    const days = nextDays(agreement);
    const id = lastId - asked.length + 1 + i;
    const { customerId, siteId, customerName, planId, planName, planSnapshot, billingFrequency, billingTiming } =
      agreement;
    const { visitsPerYear, discountBps, autoRenew, soldBy, paymentMethodRef, notes } = agreement;
    const next = agreements.insert(ctx, {
      ...{ customerId, siteId, customerName, planId, planName, planSnapshot, billingFrequency, billingTiming },
      ...{ visitsPerYear, discountBps, autoRenew, soldBy, paymentMethodRef, notes },
      ...{ ...days, ...visitsPlanned({ ...agreement, ...days }) },
      ...{ id, priceCents, status: "active", termNo: agreement.termNo + 1, renewedFromId: agreement.id },
      ...{ startsOn: termStart(days), endsOn: lastDayOf(days), activatedAt: ctx.now },
    });
    const before = agreements.change(ctx, agreement, { renewedToId: id });
    const some = visits[i] ?? [];
    parts.push(
      ...[
        before,
        next,
        newRecurring(ctx, next.row, lastRecurring - asked.length + 1 + i, periodOf(termOf(next.row), 1)),
      ],
      ...visitParts(ctx, id, some, { firstId: visitId, before: 0 }),
    );
    visitId += some.length;
    events.push(agreementEvents.renewed(presented(next.row)));
    audit.push({ action: "renew", of: next });
    rows.push(next.row);
  }
  return { parts, events, audit, rows };
}
