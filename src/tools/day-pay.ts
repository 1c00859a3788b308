import { PayPeriod, PayPeriodPage, PaySchedule, PayStatement } from "#/domains/pay-periods/schemas.ts";
import { Sale } from "#/domains/sales/schemas.ts";
import { amountText } from "#/kernel/currencies.ts";
import type { z } from "#/kernel/fields.ts";
import { type LocalDate, plusMonths } from "#/kernel/time.ts";
import { expect, expectSame, type Story, saleOf } from "./story.ts";

const dollars = (cents: number): string => amountText(cents, "USD");

/** A pay period is closed, and stays as it is when one of its sales is voided later. */
export async function pay(story: Story): Promise<void> {
  const { office, say, technician } = story;
  const today = new Date().toISOString().slice(0, 10);
  const lastMonth = plusMonths(`${today.slice(0, 7)}-01` as LocalDate, -1);
  await office.call("PUT /admin/pay-periods/schedule", PaySchedule, {
    body: { frequency: "monthly", starts_on: lastMonth, pay_delay_days: 5 },
  });
  const { items } = await office.call("GET /admin/pay-periods?sort=starts_on", PayPeriodPage);
  const [last, present] = items;
  expect(last?.starts_on === lastMonth && present !== undefined, "a pay period for the last month and one for this");

  const sale = await office.call("POST /sales", Sale, { body: { ...saleOf(story), sale_date: last.ends_on } });
  const closed = await office.call(`PATCH /admin/pay-periods/${last.id}/close`, PayPeriod);
  const path = (id: number) => `GET /admin/pay-periods/${id}/statements/${technician.id}`;
  const statement = await office.call(path(last.id), PayStatement);
  expectSame(
    [closed.status, statement.pay_cents],
    ["closed", sale.commission_cents],
    "the closed pay period and its one statement",
  );
  say(`  ✓ closed ${last.starts_on} to ${last.ends_on}; the statement of technician ${technician.id}:`);
  for (const line of linesOf(statement)) say(`      ${line}`);

  await office.call(`PATCH /sales/${sale.id}/void`, Sale, { body: { voided: true, reason: "Customer cancelled" } });
  expectSame(await office.call(path(last.id), PayStatement), statement, "the statement of the closed period");
  const { adjustment_cents } = await office.call(path(present.id), PayStatement);
  expectSame(adjustment_cents, -sale.commission_cents, "the adjustment of the open period");
  say(`  ✓ voided the sale: the closed statement stays, the open one gets ${dollars(adjustment_cents)}`);
}

/** A statement as text: a line for each of its lines, and what is paid. */
export const linesOf = (statement: z.output<typeof PayStatement>): string[] => [
  ...statement.first_lines.map(({ day, description, reason, amount_cents }) =>
    [day, description.padEnd(36), reason.padEnd(24), dollars(amount_cents).padStart(12)].join("  "),
  ),
  ["          ", "to pay".padEnd(36), "".padEnd(24), dollars(statement.pay_cents).padStart(12)].join("  "),
];
