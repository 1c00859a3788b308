import type { Ctx } from "#/ctx.ts";
import type { Statement } from "#/db/tenant/client.ts";
import type { Audit, Commit, Parts } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { billsDue } from "./billing.ts";
import { type Due, dueOnes } from "./billing-repo.ts";
import { type Only, toEnd, toMiss, toPlan, toRenew, toSchedule, toTell, visitCounts } from "./daily-repo.ts";
import { agreementEvents, agreementExpiring, visitEvents } from "./events.ts";
import { agreementMails } from "./mails.ts";
import { expiring, presented } from "./present.ts";
import { renewalParts, renewalQueries } from "./renewal.ts";
import { expiringDays, renewalPrice } from "./rules.ts";
import { scheduleVisits } from "./scheduling.ts";
import { agreements } from "./tables.ts";
import { furtherVisits, termsIn, visitParts, visitsPlanned } from "./terms.ts";
import { cancelVisits } from "./visit-repo.ts";
import { agreementVisits } from "./visit-tables.ts";

/** What a step has to do, for one load that asks for all of them. */
type Ask = (ctx: Ctx, day: LocalDate, only: Only) => Statement;
/** One step of the work of a day: some of what is due as one commit; undefined when nothing is left. */
export type Step = (ctx: Ctx, day: LocalDate, only: Only) => Promise<Done | undefined>;
type Done = Pick<Commit<void>, "parts" | "events"> & { audit?: Audit | readonly Audit[] };

/** Agreements of one commit, each with rows of its own. */
const MOST = 40;
/** Invoices of one commit: about half a megabyte. */
const MOST_BILLS = 200;

const renew: Step = async (ctx, day, only) => {
  const { found } = await load(ctx, { found: toRenew(ctx, day, MOST, only) });
  if (found.length === 0) return undefined;
  const asked = found.map(({ agreement, planCents }) => ({
    agreement,
    priceCents: renewalPrice(agreement.priceCents, termsIn(agreement), planCents),
  }));
  const renewed = renewalParts(ctx, asked, await load(ctx, renewalQueries(ctx, asked)));
  const mails = await agreementMails(
    ctx,
    "renewed",
    renewed.rows.map((row) => ({ row, days: 0 })),
  );
  return { ...renewed, parts: [...renewed.parts, ...mails] };
};

const bill: Step = async (ctx, day, only) => await billsDue(ctx, billsOf(day, only, MOST_BILLS));
const billsOf = (day: LocalDate, only: Only, limit: number): Due =>
  only === undefined ? { day, limit } : { day, agreementId: only };

const planVisits: Step = async (ctx, day, only) => {
  const { found } = await load(ctx, { found: toPlan(ctx, day, MOST, only) });
  if (found.length === 0) return undefined;
  const wanted = found.map((agreement) => ({ agreement, visits: furtherVisits(agreement) }));
  const n = wanted.reduce((sum, { visits }) => sum + visits.length, 0);
  const { counts, lastId } = await load(ctx, {
    counts: visitCounts(
      ctx,
      found.map(({ id }) => id),
    ),
    lastId: agreementVisits.nextId(ctx, n),
  });
  const before = new Map(counts.map((one) => [one.agreementId, one.n]));
  let firstId = lastId - n + 1;
  const parts: Parts[] = wanted.map(({ agreement, visits }) => {
    const rows = visitParts(ctx, agreement.id, visits, { firstId, before: before.get(agreement.id) ?? 0 });
    firstId += visits.length;
    return [agreements.change(ctx, agreement, visitsPlanned(agreement)), ...rows];
  });
  return { parts: parts.flat() };
};

const miss: Step = async (ctx, day, only) => {
  const { found } = await load(ctx, { found: toMiss(ctx, day, MOST, only) });
  if (found.length === 0) return undefined;
  const parts = found.map((visit) => agreementVisits.change(ctx, visit, { status: "missed" }));
  return { parts, events: parts.map(({ row }) => visitEvents.missed(row)) };
};

const end: Step = async (ctx, day, only) => {
  const { found } = await load(ctx, { found: toEnd(ctx, day, MOST, only) });
  if (found.length === 0) return undefined;
  const parts = found.map((agreement) => {
    const { cancelsOn, renewedToId, endsOn } = agreement;
    const status = cancelsOn !== null ? "cancelled" : renewedToId === null ? "expired" : "renewed";
    const cancelledOn = cancelsOn;
    return agreements.change(ctx, agreement, { status, cancelledOn, lastDay: cancelsOn ?? endsOn });
  });
  const over = parts.filter(({ row }) => row.status !== "renewed");
  return {
    parts: [
      ...parts,
      cancelVisits(
        ctx,
        found.map(({ id }) => id),
      ),
    ],
    events: over.map(({ row, before }) =>
      (row.status === "expired" ? agreementEvents.expired : agreementEvents.cancelled)(
        presented(row),
        before && presented(before),
      ),
    ),
    audit: parts.map((of): Audit => ({ action: "end", of })),
  };
};

const tell: Step = async (ctx, day, only) => {
  const { found } = await load(ctx, { found: toTell(ctx, day, MOST, only) });
  const told = found.flatMap((agreement) => {
    const days = agreement.endsOn === null ? undefined : expiringDays(agreement.endsOn, day);
    return days === undefined ? [] : [{ days, part: agreements.change(ctx, agreement, { expiringTold: days }) }];
  });
  if (told.length === 0) return undefined;
  const mails = await agreementMails(
    ctx,
    "expiring",
    told.filter(({ part }) => !part.row.autoRenew).map(({ part, days }) => ({ row: part.row, days })),
  );
  return {
    parts: [...told.map(({ part }) => part), ...mails],
    events: told.map(({ part }) => agreementExpiring(expiring(part.row, day))),
  };
};

/**
 * What a local day brings, in this order: the next terms first, so that what comes late is billed and visited as if it had come in time; the ends last, so
 * that they take no visit away that should have been made.
 */
export const steps: readonly { ask: Ask; step: Step }[] = [
  { ask: (ctx, day, only) => toRenew(ctx, day, 1, only), step: renew },
  { ask: (ctx, day, only) => dueOnes(ctx, billsOf(day, only, 1)), step: bill },
  { ask: (ctx, day, only) => toPlan(ctx, day, 1, only), step: planVisits },
  { ask: (ctx, day, only) => toSchedule(ctx, day, 1, only), step: scheduleVisits },
  { ask: (ctx, day, only) => toMiss(ctx, day, 1, only), step: miss },
  { ask: (ctx, day, only) => toEnd(ctx, day, 1, only), step: end },
  { ask: (ctx, day, only) => toTell(ctx, day, 1, only), step: tell },
];

/** Which of the steps have something to do, for a load, and what its answer says: a quiet day costs no more. */
export const stepQueries = (ctx: Ctx, day: LocalDate, only: Only) =>
  Object.fromEntries(steps.map(({ ask }, i) => [`step${i}`, ask(ctx, day, only)]));
export const stepsDue = (answers: Record<string, unknown>): Step[] =>
  steps.flatMap(({ step }, i) => ((answers[`step${i}`] as readonly unknown[]).length > 0 ? [step] : []));
