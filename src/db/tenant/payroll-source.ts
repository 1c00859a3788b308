import { type SQL, sql } from "drizzle-orm";
import type { RunnableQuery } from "drizzle-orm/runnable-query";
import type { Ctx } from "#/ctx.ts";
import type { AppError } from "#/kernel/errors.ts";
import type { LocalDate } from "#/kernel/time.ts";
import type { Part } from "./commit.ts";

/** A pay period as the sources of its lines know it. */
export type PayDays = { id: number; startsOn: LocalDate; endsOn: LocalDate };

/** How many things of the days of a period wait, and the refusal that says so. */
type Waiting = {
  count: (ctx: Ctx, from: SQL, to: SQL) => RunnableQuery<number, "sqlite">;
  refusal: (n: number) => AppError;
};

/** What a domain that comes after the pay periods puts on their statements. */
export type PayrollSource = {
  /** SQL that selects its lines which count within days, in the columns of `payrollLine`. */
  lines: (tenantId: string, from: SQL, to: SQL) => SQL;
  /** What of it hinders the close of a period. `force` closes nevertheless. */
  waiting?: readonly Waiting[];
  /** Locks what it gave: a part of the commit that closes the period. What counts on a day is locked by itself, since nothing is posted before the first open day. */
  lock?: (ctx: Ctx, period: PayDays) => Part;
  /** Unlocks it: a part of the commit that opens the period again. */
  unlock?: (ctx: Ctx, period: PayDays) => Part;
};

type Column = SQL | string | number | null;
/** The columns of a line, as SQL or values. `line` sorts and names it within the statement of a technician; those of sales begin with 1/, adjustments with 2/. */
export type PayrollLine = Record<
  | "technicianId"
  | "line"
  | "kind"
  | "day"
  | "causedOn"
  | "reason"
  | "description"
  | "quantity"
  | "unit"
  | "rateCents"
  | "source"
  | "amountCents",
  Column
>;

/** The selection of a source's line: `select ${payrollLine({...})} from ...`. `quantity` in thousandths of `unit`; `source` is `entity/id`. */
export const payrollLine = (
  line: PayrollLine,
): SQL => sql`${line.technicianId} as technician_id, ${line.line} as line, ${line.kind} as kind,
  ${line.day} as day, ${line.causedOn} as caused_on, ${line.reason} as reason, null as sale_id, ${line.description} as description,
  null as customer_name, null as sale_date, null as sale_price_cents, null as share_bps, null as role, ${line.amountCents} as amount_cents,
  ${line.quantity} as quantity, ${line.unit} as unit, ${line.rateCents} as rate_cents, ${line.source} as source`;
