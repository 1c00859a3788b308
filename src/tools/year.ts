import { PayPeriod, PayPeriodPage, PaySchedule, PayStatement } from "#/domains/pay-periods/schemas.ts";
import { Sale } from "#/domains/sales/schemas.ts";
import { amountText } from "#/kernel/currencies.ts";
import { z } from "#/kernel/fields.ts";
import { type LocalDate, plusDays, plusMonths } from "#/kernel/time.ts";
import type { Api } from "./api.ts";
import { linesOf } from "./day-pay.ts";
import { expectSame, type Story, saleOf } from "./story.ts";

const Any = z.unknown();
const MONTHS = 12;

/** Lives a year in a minute: the development clock moves from month to month, sales come and go, and each month's pay period is closed. */
export async function liveYear(story: Story): Promise<void> {
  const { office, say, technician } = story;
  const first = `${new Date().getUTCFullYear() + 1}-01-01` as LocalDate;
  try {
    await moveTo(office, first);
    const schedule = { frequency: "monthly", starts_on: first, pay_delay_days: 5 };
    await office.call("PUT /admin/pay-periods/schedule", PaySchedule, { body: schedule });
    let [paid, owed] = [0, 0];
    let late: number | undefined;
    for (let month = 0; month < MONTHS; month++) {
      const start = plusMonths(first, month);
      for (const day of [3, 17]) {
        await moveTo(office, plusDays(start, day));
        const body = { ...saleOf(story), sale_price_cents: 100_000 + month * 10_000 };
        const sale = await office.call("POST /sales", Sale, { body });
        owed += sale.commission_cents;
        if (day === 3 && late !== undefined) {
          // a sale of the month before, whose pay period is closed by now
          const voided = await office.call(`PATCH /sales/${late}/void`, Sale, { body: { voided: true } });
          owed -= voided.commission_cents;
        }
        late = month % 4 === 2 ? sale.id : undefined;
      }
      await moveTo(office, plusDays(plusMonths(start, 1), 1));
      // the server makes the periods of the days ahead each day; here months pass in a second
      await office.call("POST /dev/jobs/make%20pay%20periods", Any, { body: { tenant_id: story.tenantId } });
      const { items } = await office.call(`GET /admin/pay-periods?date=${start}`, PayPeriodPage);
      const id = items[0]?.id;
      const { totals } = await office.call(`PATCH /admin/pay-periods/${id}/close`, PayPeriod);
      const statement = await office.call(`GET /admin/pay-periods/${id}/statements/${technician.id}`, PayStatement);
      expectSame(totals?.pay_cents, statement.pay_cents, "what the pay period pays, and its one statement");
      paid += statement.pay_cents;
      say(`  ${start.slice(0, 7)}`);
      for (const line of linesOf(statement)) say(`      ${line}`);
    }
    expectSame(paid, owed, "what was paid in the year, and the commissions of the sales that stand");
    say(`  ✓ paid ${amountText(paid, "USD")} in ${MONTHS} pay periods: the commissions of all sales that stand`);
  } finally {
    await office.call("DELETE /dev/clock", Any);
  }
}

const moveTo = (office: Api, day: LocalDate) =>
  office.call("POST /dev/clock", Any, { body: { now: `${day}T17:00:00Z` } });
