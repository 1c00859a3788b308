import type { Ctx } from "#/ctx.ts";
import type { Audit, Commit, Parts } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import type { LocalDate } from "#/kernel/time.ts";
import { billsDue } from "./billing.ts";
import { type Only, toEnd, toMiss, toPlan, toRenew, toTell, visitCounts } from "./daily-repo.ts";
import { agreementEvents, agreementExpiring, visitEvents } from "./events.ts";
import { agreementMails } from "./mails.ts";
import { expiring, presented } from "./present.ts";
import { renewalParts, renewalQueries } from "./renewal.ts";
import { cancelVisits } from "./repo.ts";
import { expiringDays, renewalPrice } from "./rules.ts";
import { scheduleVisits } from "./scheduling.ts";
import { agreements, agreementVisits } from "./tables.ts";
import { furtherVisits, termsIn, visitParts, visitsPlanned } from "./terms.ts";

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

const bill: Step = async (ctx, day, only) =>
  await billsDue(ctx, only === undefined ? { day, limit: MOST_BILLS } : { day, agreementId: only });

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
export const steps: readonly Step[] = [renew, bill, planVisits, scheduleVisits, miss, end, tell];
