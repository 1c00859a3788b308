import type { Ctx } from "#/ctx.ts";
import { read } from "#/db/tenant/load.ts";
import { organizationOf } from "#/domains/organization/index.ts";
import { earningsOf, isFinal, statementsOf } from "#/domains/pay-periods/index.ts";
import { type CsvFile, moneyOf, type Row } from "./csv.ts";
import { fileName } from "./rules.ts";

/** Minutes as hours, as payroll programs take them. */
const hours = (minutes: number) => ({ text: (minutes / 60).toFixed(2) });

export const STATEMENT_COLUMNS =
  "technician_id,technician,lines,commission,adjustments,brought_forward,gross,pay,carried_forward,regular_hours,hours,overtime_hours,overtime,reimbursements".split(
    ",",
  );

/** The statements of a pay period, one a row. */
export async function statementsFile(ctx: Ctx, id: number): Promise<CsvFile> {
  const all = await read(ctx, { ...(await statementsOf(ctx, id)), organization: organizationOf(ctx) });
  const money = moneyOf(all.organization);
  async function* pages() {
    yield (isFinal(all.period) ? all.stored : all.live).map(
      (one): Row => [
        one.technicianId,
        one.technicianName,
        one.lines,
        money(one.commissionCents),
        money(one.adjustmentCents),
        money(one.broughtForwardCents),
        money(one.grossCents),
        money(one.payCents),
        money(one.carriedForwardCents),
        hours(one.regularMinutes),
        money(one.hoursCents),
        hours(one.overtimeMinutes),
        money(one.overtimeCents),
        money(one.reimbursementCents),
      ],
    );
  }
  const { startsOn, endsOn } = all.period;
  return { name: fileName("statements", [startsOn, endsOn], "csv"), columns: STATEMENT_COLUMNS, pages: pages() };
}

export const PAYROLL_COLUMNS =
  "starts_on,ends_on,pay_on,technician_id,technician,earning,taxable,hours,quantity,unit,rate,amount".split(",");

/** What payroll programs take: a row for each kind of earning and rate of each technician. */
export async function payrollFile(ctx: Ctx, id: number): Promise<CsvFile> {
  const all = await read(ctx, {
    ...(await statementsOf(ctx, id)),
    ...(await earningsOf(ctx, id)),
    organization: organizationOf(ctx),
  });
  const money = moneyOf(all.organization);
  const { period } = all;
  const names = new Map((isFinal(period) ? all.stored : all.live).map((one) => [one.technicianId, one.technicianName]));
  async function* pages() {
    yield (isFinal(period) ? all.storedEarnings : all.liveEarnings).map((one): Row => {
      const isTime = one.unit === "minute";
      return [
        period.startsOn,
        period.endsOn,
        period.payOn,
        one.technicianId,
        names.get(one.technicianId) ?? null,
        one.earning,
        one.earning === "reimbursement" ? "false" : "true",
        isTime ? hours(one.quantity ?? 0) : null,
        isTime ? null : one.quantity,
        isTime ? null : one.unit,
        money(one.rateCents),
        money(one.amountCents),
      ];
    });
  }
  return {
    name: fileName("payroll", [period.startsOn, period.endsOn], "csv"),
    columns: PAYROLL_COLUMNS,
    pages: pages(),
  };
}
