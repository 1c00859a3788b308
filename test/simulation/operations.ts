import type { Ctx, ReferrerCtx } from "#/ctx.ts";
import { assignTechnician } from "#/domains/dispatch/actions/assign-technician.ts";
import { cancelJob } from "#/domains/dispatch/actions/cancel-job.ts";
import { createJob } from "#/domains/dispatch/actions/create-job.ts";
import { holdJob } from "#/domains/dispatch/actions/hold-job.ts";
import { reportStatus } from "#/domains/dispatch/actions/report-status.ts";
import { resumeJob } from "#/domains/dispatch/actions/resume-job.ts";
import { unassignTechnician } from "#/domains/dispatch/actions/unassign-technician.ts";
import { CreateDispatchJob } from "#/domains/dispatch/job-schemas.ts";
import { addAdjustment } from "#/domains/pay-periods/actions/add-adjustment.ts";
import { closePeriod } from "#/domains/pay-periods/actions/close-period.ts";
import { reopenPeriod } from "#/domains/pay-periods/actions/reopen-period.ts";
import { approveSale } from "#/domains/sales/actions/approve-sale.ts";
import { recordPayment } from "#/domains/sales/actions/record-payment.ts";
import { recordSale } from "#/domains/sales/actions/record-sale.ts";
import { rejectSale } from "#/domains/sales/actions/reject-sale.ts";
import { resubmitSale } from "#/domains/sales/actions/resubmit-sale.ts";
import { returnSale } from "#/domains/sales/actions/return-sale.ts";
import { voidSale } from "#/domains/sales/actions/void-sale.ts";
import { RecordSale } from "#/domains/sales/schemas.ts";
import { localDateOf, plusDays, toInstant } from "#/kernel/time.ts";
import { type Person, parsed } from "./base.ts";
import type { SaleAct } from "./model.ts";
import type { Random } from "./random.ts";

// The alphabet of what people do: normal work, and what is refused or done at the same moment by two of them.

export type Operation = {
  name: string;
  /** The sale or job that it changes; 0: it makes one. Undefined: it is judged by the invariants alone. */
  of: { kind: "sale" | "job"; id: number } | undefined;
  act: SaleAct | undefined;
} & (
  | { by: Person; run: (ctx: Ctx) => Promise<unknown> }
  /** Answers the referral's public id. `reference`: it makes one, under this key. */
  | { by: "referrer"; reference?: string; run: (ctx: ReferrerCtx) => Promise<string> }
);

/** What the clients know so far. */
export type Known = { sales: number[]; jobs: { id: number; status: string; technicianId: number | null }[] };
export type Make = (random: Random, known: Known, now: number) => Operation | undefined;

/** A sale; to a known customer, if one is named. */
export const sell = (random: Random, { sales }: Known, now: number, customerId?: number): Operation => {
  const priceCents = random.pick([0, 99, 12_345, 99_999, 100_000, 250_050, 1_000_000 - random.below(1000)]);
  const [itemId, technicianId] = [1 + random.below(2), 1 + random.below(2)];
  const day = plusDays(localDateOf(toInstant(now), "America/New_York"), -random.pick([0, 0, 0, 1, 5, 9, 20]));
  const body = {
    ...{ technician_id: technicianId, item_id: itemId, sale_price_cents: priceCents, sale_date: day },
    ...{ customer_name: `Customer ${sales.length}`, payment_type: "cash" as const },
    ...(customerId !== undefined && { customer_id: customerId }),
  };
  return {
    name: `record a sale of ${priceCents}`,
    by: "office",
    of: { kind: "sale", id: 0 },
    act: { act: "record", priceCents, itemId },
    run: (ctx) => recordSale(ctx, parsed(RecordSale, body)),
  };
};

const record: Make = (random, known, now) => sell(random, known, now);

/** A change of a sale that is there. */
const onSale =
  (act: (random: Random) => SaleAct, run: (ctx: Ctx, id: number, act: SaleAct) => Promise<unknown>): Make =>
  (random, { sales }) => {
    if (sales.length === 0) return undefined;
    const id = random.pick(sales.slice(-4)); // often the same one, so that changes meet
    const what = act(random);
    const amount = "amountCents" in what ? ` ${what.amountCents ?? "all"}` : "";
    const name = `${what.act}${amount} on sale ${id}`;
    return { name, by: "office", of: { kind: "sale", id }, act: what, run: (ctx) => run(ctx, id, what) };
  };
const someCents = (random: Random) => random.pick([undefined, undefined, 1, 50, 5000, 33_333, 200_000]);
const amountOf = (act: SaleAct) =>
  "amountCents" in act && act.amountCents !== undefined ? { amountCents: act.amountCents } : {};
const simple = (act: Exclude<SaleAct["act"], "record" | "pay" | "refund">) => (): SaleAct => ({ act });

const onJob =
  (what: string, run: (ctx: Ctx, job: Known["jobs"][number], random: Random) => Promise<unknown>): Make =>
  (random, { jobs }) => {
    if (jobs.length === 0) return undefined;
    const job = random.pick(jobs.slice(-3));
    return {
      name: `${what} job ${job.id}`,
      by: "office",
      of: { kind: "job", id: job.id },
      act: undefined,
      run: (ctx) => run(ctx, job, random),
    };
  };
/** The next status that a technician reports. */
export const after: Record<string, "acknowledged" | "en_route" | "on_site" | "in_progress" | "completed"> = {
  dispatched: "acknowledged",
  acknowledged: "en_route",
  en_route: "on_site",
  on_site: "in_progress",
  in_progress: "completed",
};
/** The person that a technician is. */
export const technician = (id: number | null): Person => (id === 1 ? "mike" : "tina");
const report: Make = (random, { jobs }) => {
  const job = random.pick(jobs.slice(-3));
  const status = job && after[job.status];
  if (!status || job.technicianId === null) return undefined;
  return {
    name: `report job ${job.id} ${status}`,
    by: technician(job.technicianId),
    of: { kind: "job", id: job.id },
    act: undefined,
    run: (ctx: Ctx) => reportStatus(ctx, { id: job.id, status }),
  };
};
const create: Make = (_, { jobs }) => ({
  name: "create a job",
  by: "office",
  of: { kind: "job", id: 0 },
  act: undefined,
  run: (ctx) => createJob(ctx, parsed(CreateDispatchJob, { title: `Job ${jobs.length}`, customer_name: "Ann" })),
});
const assign: Make = (random, known, now) => {
  const technicianId = 1 + random.below(2);
  return onJob(`assign ${technicianId} to`, (ctx, { id }) => assignTechnician(ctx, { id, technicianId }))(
    random,
    known,
    now,
  );
};

const onPeriod =
  (what: string, run: (ctx: Ctx, id: number) => Promise<unknown>): Make =>
  (random) => {
    const id = 1 + random.below(3);
    return {
      name: `${what} pay period ${id}`,
      by: "office",
      of: undefined,
      act: undefined,
      run: (ctx) => run(ctx, id),
    };
  };

/** Each operation with the weight that it has where a seed uses it. */
export const alphabet: Record<string, { weight: number; make: Make }> = {
  record: { weight: 8, make: record },
  pay: {
    weight: 5,
    make: onSale(
      (random) => ({ act: "pay", amountCents: someCents(random) }),
      (ctx, id, act) =>
        recordPayment(ctx, {
          id,
          status: Object.keys(amountOf(act)).length > 0 ? "partial" : "paid",
          ...amountOf(act),
        }),
    ),
  },
  refund: {
    weight: 3,
    make: onSale(
      (random) => ({ act: "refund", amountCents: someCents(random) }),
      (ctx, id, act) =>
        recordPayment(ctx, {
          id,
          status: Object.keys(amountOf(act)).length > 0 ? "partially_refunded" : "refunded",
          ...amountOf(act),
        }),
    ),
  },
  unpay: {
    weight: 1,
    make: onSale(simple("take payments back"), (ctx, id) => recordPayment(ctx, { id, status: "unpaid" })),
  },
  writeOff: {
    weight: 1,
    make: onSale(simple("write off"), (ctx, id) => recordPayment(ctx, { id, status: "written_off" })),
  },
  void: { weight: 2, make: onSale(simple("void"), (ctx, id) => voidSale(ctx, { id, voided: true })) },
  restore: { weight: 2, make: onSale(simple("restore"), (ctx, id) => voidSale(ctx, { id, voided: false })) },
  approve: { weight: 4, make: onSale(simple("approve"), (ctx, id) => approveSale(ctx, { id })) },
  reject: { weight: 1, make: onSale(simple("reject"), (ctx, id) => rejectSale(ctx, { id, reason: "Too cheap." })) },
  resubmit: { weight: 1, make: onSale(simple("resubmit"), (ctx, id) => resubmitSale(ctx, { id })) },
  return: { weight: 1, make: onSale(simple("return"), (ctx, id) => returnSale(ctx, { id })) },
  create: { weight: 4, make: create },
  assign: { weight: 5, make: assign },
  unassign: { weight: 1, make: onJob("unassign", (ctx, { id }) => unassignTechnician(ctx, { id })) },
  report: { weight: 8, make: report },
  hold: { weight: 1, make: onJob("hold", (ctx, { id }) => holdJob(ctx, { id, reason: "A part is missing." })) },
  resume: { weight: 1, make: onJob("resume", (ctx, { id }) => resumeJob(ctx, { id })) },
  cancel: { weight: 1, make: onJob("cancel", (ctx, { id }) => cancelJob(ctx, { id, reason: "Rain." })) },
  close: { weight: 2, make: onPeriod("close", (ctx, id) => closePeriod(ctx, { id, force: true })) },
  reopen: { weight: 1, make: onPeriod("reopen", (ctx, id) => reopenPeriod(ctx, { id, reason: "A mistake." })) },
  adjust: {
    weight: 1,
    make: onPeriod("adjust", (ctx, id) => addAdjustment(ctx, { id, technicianId: 1, amountCents: 500, memo: "Bonus" })),
  },
};
