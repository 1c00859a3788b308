import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load, read } from "#/db/tenant/load.ts";
import { again } from "../again.ts";
import { billsDue } from "../billing.ts";
import { firstBilledFrom, periodOf, periodsFrom } from "../calendar.ts";
import { recurringNot } from "../errors.ts";
import { recurringEvents } from "../events.ts";
import { todayOf } from "../present.ts";
import { agreementOfRecurring, askRun } from "../repo.ts";
import { termOf } from "../rules.ts";
import { recurringInvoices } from "../tables.ts";
import { upNext } from "../terms.ts";

type Paused = { id: number; reason: string | null };
/** No invoices until it is resumed; the agreement itself goes on. */
export async function pauseRecurring(ctx: Ctx, { id, reason }: Paused) {
  const { row } = await load(ctx, { row: recurringInvoices.one(ctx, id) });
  recurringInvoices.assertCurrent(ctx, row);
  if (row.status !== "active") throw recurringNot(id, row.status, "active");
  const part = recurringInvoices.change(ctx, row, { status: "paused", pausedOn: todayOf(ctx), pauseReason: reason });
  return await commit(ctx, {
    parts: [part],
    events: [recurringEvents.paused(part.row, row)],
    audit: { action: "pause", of: part },
    result: part.row,
  });
}

type Resumed = { id: number; billMissed: boolean };
/** Invoices are made again: of the periods that come from today on, or also of those that were missed. */
export async function resumeRecurring(ctx: Ctx, { id, billMissed }: Resumed) {
  const { row, agreement } = await load(ctx, {
    row: recurringInvoices.one(ctx, id),
    agreement: agreementOfRecurring(ctx, id),
  });
  recurringInvoices.assertCurrent(ctx, row);
  if (row.status !== "paused" || !agreement) throw recurringNot(id, row.status, "paused");
  const [term, no, today] = [termOf(agreement), row.nextPeriodNo ?? 1, todayOf(ctx)];
  const next = billMissed ? periodOf(term, no) : firstBilledFrom(term, no, today);
  const status = !next ? "ended" : agreement.status === "suspended" ? "suspended" : "active";
  const part = recurringInvoices.change(ctx, row, {
    ...{ status, pausedOn: null, pauseReason: null, periodsLeft: 0 },
    ...upNext(next),
  });
  return await commit(ctx, {
    parts: [part, askRun(ctx, today)],
    events: [recurringEvents.resumed(part.row, row)],
    audit: { action: "resume", of: part },
    result: part.row,
  });
}

/** Bills at once what is due, three periods at most. Again, nothing is due any more, and nothing is made. */
export const runRecurring = (ctx: Ctx, id: number) =>
  again(async () => {
    const { row } = await load(ctx, { row: recurringInvoices.one(ctx, id) });
    if (row.status !== "active") throw recurringNot(id, row.status, "active");
    const bills = await billsDue(ctx, { day: todayOf(ctx), id });
    if (!bills) return { ...row, invoiceIds: [] };
    const { rows, invoices, ...work } = bills;
    return await commit(ctx, { ...work, result: { ...(rows[0] ?? row), invoiceIds: invoices.map((one) => one.id) } });
  });

const SHOWN = 12;
/** The next twelve invoices, as they will be made unless something changes. A term that renews itself has its next one in its successor. */
export async function previewRecurring(ctx: Ctx, id: number) {
  const { row, agreement } = await read(ctx, {
    row: recurringInvoices.one(ctx, id),
    agreement: agreementOfRecurring(ctx, id),
  });
  if (!agreement || row.nextPeriodNo === null) return { items: [] };
  return {
    items: periodsFrom(termOf(agreement), row.nextPeriodNo, SHOWN).map(({ no, start, end, billOn }) => ({
      ...{ periodNo: no, periodStart: start, periodEnd: end, billedOn: billOn, priceCents: row.priceCents },
    })),
  };
}
