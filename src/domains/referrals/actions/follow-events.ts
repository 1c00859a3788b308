import type { Ctx } from "#/ctx.ts";
import { ringControl } from "#/db/control/alarms.ts";
import { record } from "#/db/tenant/commit.ts";
import { must } from "#/db/tenant/guards.ts";
import { load } from "#/db/tenant/load.ts";
import { cursorOf, eventsAfterCursor, moveCursor, type OutboxEvent } from "#/db/tenant/outbox.ts";
import { type DispatchJobRow, dispatchJobs } from "#/domains/dispatch/index.ts";
import { sales } from "#/domains/sales/index.ts";
import { zoneCreated, zoneUpdated } from "#/domains/zones/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { REFERRAL } from "../alarms.ts";
import { referralUpdated } from "../events.ts";
import { feeEntries, feeKept } from "../fee-rules.ts";
import { follow, readFollowed } from "../followed-repo.ts";
import { concerned } from "../offered-repo.ts";
import { type Facts, isAccepted, offerStatusBy, passed } from "../progress-rules.ts";
import { type OfferedReferral, offered } from "../tables.ts";
import { wakeZones } from "../zone-copies-repo.ts";
import { copySoon } from "./copy-zones.ts";
import { tellReferrersSoon } from "./deliver-statuses.ts";

/** Name of this consumer's cursor in the outbox. */
export const CURSOR = "referrals";
const PAGE = 100;
const MAX_PAGES = 20;
const TRIES = 3;
const zoneTypes: ReadonlySet<string> = new Set([zoneCreated.type, zoneUpdated.type]);

/**
 * Tells the network what became of the jobs and sales of accepted referrals. It reads them as they are now, so that news which come late or twice
 * lead to the same; the network is told first, then the business' own row and the cursor are written.
 */
export async function followEvents(ctx: Ctx): Promise<{ more: boolean }> {
  for (let turn = 0; turn < MAX_PAGES; turn++) if (await followPage(ctx)) return { more: false };
  return { more: true };
}

/** Answers whether that was the last page. */
async function followPage(ctx: Ctx): Promise<boolean> {
  const { cursor, events } = await load(ctx, {
    cursor: cursorOf(ctx, CURSOR),
    events: eventsAfterCursor(ctx, CURSOR, PAGE),
  });
  const last = events.at(-1);
  if (!last) return true;
  if (events.some(({ type }) => zoneTypes.has(type)) && (await wakeZones(ctx, ctx.tenant.id))) copySoon(ctx);
  const news = newsOf(events);
  const known = await readConcerned(ctx, news);
  const taken = await tellNetwork(ctx, known, last.seq);
  const changes = known.flatMap(({ row, saleId, facts }) =>
    taken.has(row.referralId) || row.status === "returned" ? [] : (changeOf(ctx, row, saleId, facts) ?? []),
  );
  const overtaken = new AppError("conflict", "referral.relay_overtaken", "Another worker took these events.");
  try {
    await record(ctx, {
      parts: [moveCursor(ctx, CURSOR, cursor?.seq ?? 0, last.seq), must(overtaken), ...changes],
      events: changes.map(({ row }) => referralUpdated(row)),
      audit: changes.map((part) => ({ action: "follow", of: part })),
    });
  } catch (error) {
    if (error !== overtaken) throw error;
  }
  return events.length < PAGE;
}

type Named = { id: number; job_id?: number | null; customer_id?: number | null };
type SaleMade = { id: number; customerId: number; at: string };
type News = { jobIds: number[]; saleIds: number[]; made: SaleMade[] };

/** The jobs and sales that events tell of, and the sales that were recorded for known customers. */
function newsOf(events: readonly OutboxEvent[]): News {
  const news: News = { jobIds: [], saleIds: [], made: [] };
  for (const { type, data, occurredAt } of events) {
    const isOfJob = type.startsWith("dispatch.");
    if (!isOfJob && !type.startsWith("sale.") && type !== referralUpdated.type) continue;
    const { id, job_id: jobId, customer_id: customerId } = JSON.parse(data) as Named;
    if (type === referralUpdated.type) news.jobIds.push(jobId ?? 0);
    else if (isOfJob) news.jobIds.push(id);
    else news.saleIds.push(id);
    if (type === "sale.created" && customerId) news.made.push({ id, customerId, at: occurredAt });
  }
  return news;
}

type Known = { row: OfferedReferral; saleId: number | null; facts: Facts };

async function readConcerned(ctx: Ctx, { jobIds, saleIds, made }: News): Promise<Known[]> {
  if (jobIds.length + saleIds.length === 0) return [];
  const customerIds = made.map(({ customerId }) => customerId);
  const { rows } = await load(ctx, { rows: concerned(ctx, { jobIds, saleIds, customerIds }) });
  const free = made.filter(({ id }) => !rows.some(({ saleId }) => saleId === id));
  const accepted = withSales(
    rows.filter(({ status }) => isAccepted(status)),
    free,
  );
  // a worker that was overtaken may have written this one down and not told the network: it hears of it by the event itself
  const returned = rows.filter(({ status }) => status === "returned").map((row) => ({ row, saleId: row.saleId }));
  return await withFacts(ctx, [...accepted, ...returned]);
}

/** The first sale to the customer of a referral, after it was accepted, is taken as its own, until the office names another. */
function withSales(rows: readonly OfferedReferral[], made: readonly SaleMade[]) {
  const free = made.toSorted((one, other) => one.id - other.id);
  return rows.map((row) => {
    if (row.saleId !== null) return { row, saleId: row.saleId };
    const at = free.findIndex(({ customerId, at }) => customerId === row.customerId && at >= (row.answeredAt ?? "~"));
    const [taken] = at < 0 ? [] : free.splice(at, 1);
    return { row, saleId: taken?.id ?? null };
  });
}

/** What the business knows of jobs and sales at this moment. */
export async function withFacts(
  ctx: Ctx,
  named: readonly { row: OfferedReferral; saleId: number | null }[],
): Promise<Known[]> {
  if (named.length === 0) return [];
  const found = await load(
    ctx,
    Object.fromEntries(
      named.flatMap(({ row, saleId }) => [
        [`job${row.id}`, dispatchJobs.byId(ctx, row.jobId ?? 0)],
        [`sale${row.id}`, sales.byId(ctx, saleId ?? 0)],
      ]),
    ),
  );
  return named.map(({ row, saleId }) => ({
    ...{ row, saleId },
    facts: factsOf(found[`job${row.id}`] as DispatchJobRow | undefined, found[`sale${row.id}`] as SaleRow | undefined),
  }));
}

type SaleRow = { voided: boolean; salePriceCents: number; paidCents: number; refundedCents: number };

/** A sale that is void was never made: what was paid for it counts as refunded. */
function factsOf(job: DispatchJobRow | undefined, sale: SaleRow | undefined): Facts {
  const { voided = false, salePriceCents = 0, paidCents = 0, refundedCents = 0 } = sale ?? {};
  return {
    isScheduled: (job?.scheduledStart ?? null) !== null,
    isCompleted: job?.status === "completed",
    isCancelled: job?.status === "cancelled",
    paidCents,
    refundedCents: voided ? paidCents : refundedCents,
    isPaid: sale !== undefined && !voided && paidCents >= salePriceCents,
  };
}

const wasDone = ({ status }: OfferedReferral): boolean => status === "completed" || status === "paid";

/** What the business' own row shows then; undefined where it shows it already. */
export function changeOf(ctx: Ctx, row: OfferedReferral, saleId: number | null, facts: Facts) {
  const status = offerStatusBy(row.status, facts);
  const feeOwedCents = feeKept(row.feeCents, facts, wasDone(row) || status === "completed" || status === "paid");
  const isSame = status === row.status && saleId === row.saleId && feeOwedCents === row.feeOwedCents;
  return isSame ? undefined : offered.change(ctx, row, { status, saleId, feeOwedCents });
}

/**
 * The network's referrals pass the statuses that the facts lead to, and their ledgers the entries. Once for each event, whoever is faster. Answers
 * those whose homeowner has cancelled: what became of the work counts no more, and they are taken back.
 */
export async function tellNetwork(ctx: Ctx, known: readonly Known[], sequence: number): Promise<ReadonlySet<string>> {
  const taken = new Set<string>();
  let left = known;
  for (let tries = 0; left.length > 0; tries++) {
    const ids = left.map(({ row }) => row.referralId);
    const followed = new Map((await readFollowed(ctx, ctx.tenant.id, ids)).map((one) => [one.referral.id, one]));
    const told = await Promise.all(
      left.map(async ({ row, facts }) => {
        const one = followed.get(row.referralId);
        if (one?.referral.status === "HOMEOWNER_CANCELLED") taken.add(row.referralId);
        if (!one || one.referral.eventsSequence >= sequence) return true;
        const { status, feeCents } = one.referral;
        const steps = passed(status, facts);
        const isDone = steps.includes("COMPLETED") || status === "COMPLETED" || status === "PAID";
        const fees = isDone ? feeEntries(feeCents ?? 0, { ...facts, isCompleted: true }, one) : [];
        const reason = steps.includes("PROVIDER_DECLINED") ? "The business has cancelled the job." : null;
        const done = await follow(ctx, one, { steps, fees, sequence, reason });
        if (done && steps.length > 0) tellReferrersSoon(ctx);
        if (done && steps.includes("PROVIDER_DECLINED"))
          await ringControl(ctx, [{ job: REFERRAL, id: one.referral.id }]);
        return done;
      }),
    );
    left = left.filter((_, i) => !told[i]);
    if (left.length > 0 && tries === TRIES) throw new Error("The referral network was changed again and again.");
  }
  return taken;
}
