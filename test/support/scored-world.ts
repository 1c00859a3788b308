import { commit } from "#/db/tenant/commit.ts";
import { earned, post } from "#/domains/commissions/index.ts";
import { dispatchJobs } from "#/domains/dispatch/index.ts";
import { estimates } from "#/domains/estimates/index.ts";
import { reviews } from "#/domains/portal/tables.ts";
import { sales } from "#/domains/sales/index.ts";
import { timeEntries } from "#/domains/time-tracking/index.ts";
import { Frozen } from "#/kernel/frozen.ts";
import { type Instant, type LocalDate, localDateOf, toInstant } from "#/kernel/time.ts";
import { type Business, newTechnician } from "./client.ts";
import { ctxOf } from "./ctx.ts";

const ZONE = "America/New_York";

/** Numbers that look random and are the same each time. */
function dice(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Half a year of jobs, sales, time, estimates and reviews of four technicians, as the actions write them. */
export async function liveHalfAYear(business: Business): Promise<number[]> {
  const ctx = ctxOf(business);
  const technicians: number[] = [];
  for (let i = 0; i < 4; i++) technicians.push((await newTechnician(business)).id);
  const roll = dice(7);
  const pick = <T>(from: readonly T[]): T => from[roll(from.length)] as T;
  const moment = (): Instant => toInstant(Date.UTC(2025, 9, 1 + roll(180), roll(24), roll(60)));
  const after = (at: Instant, minutes: number): Instant => toInstant(Date.parse(at) + minutes * 60_000);
  const put = async (parts: Parameters<typeof commit>[1]["parts"]) => {
    await commit(ctx, { parts, audit: { action: "seed", entity: "business", id: 1 }, result: null });
  };
  const common = { customerName: "Jo", createdBy: "test", search: "" };

  const jobs = Array.from({ length: 240 }, (_, i) => {
    const startedAt = moment();
    const completedAt = after(startedAt, roll(20) === 0 ? 2000 : 15 + roll(150));
    const status = roll(8) === 0 ? "cancelled" : "completed";
    const recall = roll(15) === 0 && { recallTechnicianId: pick(technicians), recallOn: localDateOf(startedAt, ZONE) };
    return dispatchJobs.insert(ctx, {
      ...{ id: i + 1, title: "Tune-up", priority: "normal", slot: "~done", customerName: "Jo", status, ...recall },
      technicianId: roll(12) === 0 ? null : pick(technicians),
      arrivalWindowEnd: roll(3) === 0 ? null : after(startedAt, roll(60) - 20),
      onSiteAt: roll(2) === 0 ? null : after(startedAt, -5),
      ...(status === "completed" ? { startedAt, completedAt } : { cancelledAt: completedAt }),
    });
  });
  await put(jobs);
  const reopened = jobs.filter(({ row }) => row.status === "completed" && row.id % 17 === 0);
  await put(reopened.map(({ row }) => dispatchJobs.change(ctx, row, { status: "in_progress", completedAt: null })));
  const moved = jobs.filter(({ row }) => row.status === "cancelled" && row.id % 3 === 0);
  await put(moved.map(({ row }) => dispatchJobs.change(ctx, row, { technicianId: technicians[0] ?? null })));

  const sold = Array.from({ length: 120 }, (_, i) => {
    const [one, other] = [pick(technicians), pick(technicians)];
    const split = roll(4) === 0 && {
      splits: [
        { technicianId: one, shareBps: 3333, role: "technician" as const, commissionCents: 1 },
        { technicianId: other, shareBps: 6667, role: "technician" as const, commissionCents: 2 },
      ],
    };
    return sales.insert(ctx, {
      ...{ id: i + 1, technicianId: one, itemId: 1, paymentType: "cash", paymentStatus: "unpaid", voided: false },
      ...{
        approvalStatus: "approved",
        customerName: "Jo",
        commission: new Frozen("{}"),
        taxCents: roll(2) * 77,
        ...split,
      },
      ...{
        commissionCents: 0,
        quantity: 1,
        saleDate: localDateOf(moment(), ZONE),
        salePriceCents: 5000 + roll(100_000),
      },
    });
  });
  await put(sold);
  await put(sold.slice(0, 9).map(({ row }) => sales.change(ctx, row, { voided: true })));
  await put(sold.slice(9, 30).map(({ row }) => sales.change(ctx, row, { refundedCents: 1234 })));
  await put(
    sold.flatMap(({ row }) =>
      post(
        ctx,
        row.id,
        earned(
          [{ technicianId: row.technicianId, shareBps: 10_000, role: "technician", amountCents: roll(9000) }],
          row.saleDate,
        ),
      ),
    ),
  );
  const entries = Array.from({ length: 100 }, (_, i) => {
    const clockIn = moment();
    const times = { clockIn, roundedIn: clockIn, day: localDateOf(clockIn, ZONE), clockOut: after(clockIn, 480) };
    return timeEntries.insert(ctx, {
      ...{ id: i + 1, technicianId: pick(technicians), breaks: [], extraBreakMinutes: 0, breakMinutes: 0, ...times },
      ...{ durationMinutes: 300 + roll(200), needsReview: false, autoClosed: false, voided: false },
    });
  });
  await put(entries);
  await put(entries.slice(0, 9).map(({ row }) => timeEntries.change(ctx, row, { voided: true })));
  const offers = Array.from({ length: 80 }, (_, i) =>
    estimates.insert(ctx, {
      ...{
        id: i + 1,
        revision: 1,
        status: "sent",
        issuedOn: "2026-01-01" as LocalDate,
        content: { options: [] } as never,
      },
      ...{ ...common, technicianId: roll(9) === 0 ? null : pick(technicians), firstSentAt: moment(), totalCents: 1 },
    } as never),
  );
  await put(offers);
  await put(offers.slice(0, 33).map(({ row }) => estimates.change(ctx, row, { acceptedAt: ctx.now })));
  const said = jobs.slice(0, 60).map(({ row }, i) =>
    reviews.insert(ctxOf(business, { now: moment() }), {
      id: i + 1,
      jobId: row.id,
      rating: 1 + roll(5),
      technicianId: row.technicianId,
    }),
  );
  await put(said);
  await put(said.slice(0, 7).map(({ row }) => reviews.change(ctx, row, { rating: 5 })));
  return technicians;
}
