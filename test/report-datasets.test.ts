import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { agreementStatuses } from "#/domains/agreements/statuses.ts";
import { entryReasons } from "#/domains/commissions/ledger-rules.ts";
import { roles } from "#/domains/commissions/terms.ts";
import { customerTypes } from "#/domains/customers/tables.ts";
import { jobPriorities, jobStatuses } from "#/domains/dispatch/statuses.ts";
import { expenseKinds, expenseStatuses, paymentSources } from "#/domains/expenses/rules.ts";
import { locationKinds } from "#/domains/inventory/kinds.ts";
import { paymentMethods, storedStatuses } from "#/domains/invoices/statuses.ts";
import { leadPriorities, leadStatuses } from "#/domains/leads/rules.ts";
import { datasets } from "#/domains/reports/definition.ts";
import { approvalStatuses, paymentStatuses, paymentTypes } from "#/domains/sales/tables.ts";

it("reports know the words that the other domains use, and no others", () => {
  const words = Object.fromEntries(
    Object.entries(datasets).flatMap(([name, { columns }]) =>
      Object.entries(columns).flatMap(([column, { values }]) => (values ? [[`${name}.${column}`, values]] : [])),
    ),
  );
  expect(words).toEqual({
    "sales.payment_type": paymentTypes,
    "sales.payment_status": paymentStatuses,
    "sales.approval_status": approvalStatuses,
    "commissions.reason": entryReasons,
    "commissions.role": roles,
    "jobs.status": jobStatuses,
    "jobs.priority": jobPriorities,
    "expenses.kind": expenseKinds,
    "expenses.status": expenseStatuses,
    "expenses.payment_source": paymentSources,
    "invoices.status": storedStatuses,
    "payments.method": paymentMethods,
    "inventory.location_kind": locationKinds,
    "agreements.status": agreementStatuses,
    "leads.status": leadStatuses,
    "leads.priority": leadPriorities,
    "customers.type": customerTypes,
  });
});

it("the page about reports names every dataset and column", () => {
  const page = readFileSync(new URL("../src/web/docs/reports.md", import.meta.url).pathname, "utf8");
  for (const [name, { columns }] of Object.entries(datasets)) {
    const part = page.split(`### ${name}\n`)[1]?.split("\n### ")[0] ?? "";
    const named = [...part.matchAll(/^\| `(\w+)` +\| (\w+) +\|/gm)].map(([, column, type]) => `${column} ${type}`);
    expect(named, name).toEqual(Object.entries(columns).map(([column, { type }]) => `${column} ${type}`));
  }
});
