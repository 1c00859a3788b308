import type { Ctx } from "#/ctx.ts";
import { type Part, record, together } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { organizationOf, settingOf } from "#/domains/organization/index.ts";
import { payableQueries, payablesFrom, type SaleStillOpen, salesStillOpen } from "#/domains/sales/index.ts";
import { AppError } from "#/kernel/errors.ts";
import { log } from "#/kernel/log.ts";
import { type LocalDate, plusDays } from "#/kernel/time.ts";
import { newMatch, planConfirm } from "../confirm.ts";
import { matchesOf, openFrom, paidBy } from "../repo.ts";
import { FAR_DAYS, type OpenTransaction, type Proposal, propose, saleNamedIn } from "../rules.ts";
import { dueRuns, inShort, type Match, matches, type Run, type Transaction } from "../tables.ts";

/** Open transactions that are looked at together. */
const WINDOW = 500;
/** Days before and behind those of a window in which a transaction may be a rival. */
const CONTEXT_DAYS = 4;
/** Open sales of the days of a window. */
const MOST_SALES = 5000;
/** Matches that one commit confirms: it stays well within 1,000 statements. */
const MOST_CONFIRMED = 25;
const MOST_ATTEMPTS = 5000;
const TRIES = 3;
const FIRST_DAY = "0001-01-01" as LocalDate;

/** The next step of a run: confirms what is certain, a bounded number at a time; when nothing is certain any longer, writes down what is likely. */
export async function continueRun(ctx: Ctx, id: string): Promise<undefined> {
  const { run } = await load(ctx, { run: dueRuns.claim(ctx, id) });
  if (!run) return;
  if (run.attempts > MOST_ATTEMPTS) return await giveUp(ctx, run);
  const isDone = await step(ctx, run, TRIES);
  if (!isDone) await dueRuns.ringNow(ctx, [id]);
}

async function giveUp(ctx: Ctx, run: Run): Promise<undefined> {
  log("error", "a reconciliation run broke off", { tenant: ctx.tenant.id, run: run.id });
  const ended = { status: "failed" as const, nextAttemptAt: null, finishedAt: ctx.now };
  await record(ctx, { parts: [dueRuns.settle(ctx, run, ended)] });
}

/** Answers whether the run is done. */
async function step(ctx: Ctx, run: Run, tries: number): Promise<boolean> {
  try {
    return await attempt(ctx, run);
  } catch (error) {
    if (tries <= 1 || !(error instanceof AppError) || error.kind === "internal") throw error;
    return await step(ctx, run, tries - 1); // somebody has matched or paid one of these meanwhile: now it is seen
  }
}

async function attempt(ctx: Ctx, run: Run): Promise<boolean> {
  const window = await loadWindow(ctx, run.fromDay ?? FIRST_DAY);
  const proposals = propose(window.open, window.items).filter((proposal) => isNew(window, proposal));
  const decided = proposals.filter(({ transactionId }) => window.decided.has(transactionId));
  const certain = apart(decided.filter(({ isCertain }) => isCertain && window.confirms)).slice(0, MOST_CONFIRMED);
  if (certain.length > 0 && (await confirmAll(ctx, run, window, certain))) return false;
  return await suggestAll(ctx, run, window, decided);
}

/** Those that share no sale, since a commit changes a sale once: two refunds of one sale are confirmed one after the other. */
function apart(proposals: readonly Proposal[]): Proposal[] {
  const taken = new Set<number>();
  return proposals.filter(({ parts }) => {
    const isFree = parts.every(({ saleId }) => !taken.has(saleId));
    if (isFree) for (const { saleId } of parts) taken.add(saleId);
    return isFree;
  });
}

type Window = Awaited<ReturnType<typeof loadWindow>>;

async function loadWindow(ctx: Ctx, fromDay: LocalDate) {
  const context = fromDay === FIRST_DAY ? fromDay : plusDays(fromDay, -CONTEXT_DAYS);
  const { found, organization } = await load(ctx, {
    found: openFrom(ctx, context, WINDOW),
    organization: organizationOf(ctx),
  });
  const currency = settingOf(organization, "currency");
  const rows = found.filter((row) => row.currency === currency);
  const nextDay = found.length < WINDOW ? null : nextDayOf(found, fromDay);
  const decided = rows.filter(({ occurredOn }) => occurredOn >= fromDay && (nextDay === null || occurredOn < nextDay));
  const days = rows.map(({ occurredOn }) => occurredOn);
  const today = rows[0]?.occurredOn ?? fromDay;
  const charges = rows.flatMap(({ kind, provider, parentExternalId: externalId }) =>
    kind !== "charge" && externalId !== null ? [{ provider, externalId }] : [],
  );
  const { existing, paid } = await load(ctx, {
    existing: matchesOf(
      ctx,
      rows.map(({ id }) => id),
    ),
    paid: paidBy(ctx, charges),
  });
  const paidOf = ({ provider, parentExternalId }: Transaction) =>
    paid
      .filter((match) => match.provider === provider && match.externalId === parentExternalId)
      .flatMap(({ parts }) => parts);
  const named = rows.flatMap((row) =>
    [saleNamedIn(row.reference) ?? [], ...paidOf(row).map(({ saleId }) => saleId)].flat(),
  );
  const from = days.length > 0 ? plusDays(days[0] ?? today, -FAR_DAYS) : today;
  const to = days.length > 0 ? plusDays(days.at(-1) ?? today, FAR_DAYS) : today;
  const sales = await load(ctx, salesStillOpen(ctx, { from, to, ids: [...new Set(named)], limit: MOST_SALES }));
  const byId = new Map([...sales.within, ...sales.named].map((sale) => [sale.id, sale]));
  return {
    rows: new Map(rows.map((row) => [row.id, row])),
    decided: new Set(decided.map(({ id }) => id)),
    nextDay,
    confirms: settingOf(organization, "auto_confirm_payments"),
    existing: Map.groupBy(existing, ({ transactionId }) => transactionId),
    items: [...byId.values()].map(itemOf),
    open: rows.map(
      (row): OpenTransaction => ({
        ...row,
        openCents: row.grossCents - row.matchedCents,
        paid: paidOf(row).flatMap((part) => refundable(part, byId.get(part.saleId))),
      }),
    ),
  };
}

/** A full window is decided up to the days whose rivals it may not have seen; of a single busy stretch, all of it. */
function nextDayOf(found: readonly Transaction[], fromDay: LocalDate): LocalDate {
  const last = found.at(-1)?.occurredOn ?? fromDay;
  const safe = plusDays(last, -CONTEXT_DAYS);
  return safe > fromDay ? safe : plusDays(last, 1);
}

/** A sale that is voided or written off still counts as named: its charge is not for another one. */
const itemOf = (sale: SaleStillOpen) => ({
  id: sale.id,
  openCents:
    sale.voided || !["unpaid", "partial"].includes(sale.paymentStatus) ? 0 : sale.salePriceCents - sale.paidCents,
  day: sale.saleDate,
  customer: sale.customerName,
});

const refundable = (
  { saleId, amountCents }: { saleId: number; amountCents: number },
  sale: SaleStillOpen | undefined,
) =>
  sale && !sale.voided ? [{ saleId, refundableCents: Math.min(amountCents, sale.paidCents - sale.refundedCents) }] : [];

/** What was decided once, either way, is not proposed again. */
const isNew = ({ existing }: Window, { transactionId, parts }: Proposal): boolean =>
  !existing.get(transactionId)?.some((match) => match.status !== "suggested" && match.inShort === inShort(parts));

/** Answers whether one was confirmed. What a sale refuses is left to be suggested, and holds up no other. */
async function confirmAll(ctx: Ctx, run: Run, window: Window, certain: readonly Proposal[]): Promise<boolean> {
  const ids = certain.flatMap(({ parts }) => parts.map(({ saleId }) => saleId));
  const { last, ...of } = await load(ctx, {
    last: matches.nextId(ctx, certain.length),
    ...payableQueries(ctx, ids),
  });
  const loaded = payablesFrom(ctx, of);
  const plans = certain.flatMap((proposal, i) => {
    const transaction = window.rows.get(proposal.transactionId) as Transaction; // it was proposed for one of these
    const others = window.existing.get(transaction.id) ?? [];
    const suggested = others.find((match) => match.inShort === inShort(proposal.parts));
    const match = suggested ?? rowOf(proposal, last - certain.length + 1 + i);
    try {
      return [planConfirm(ctx, transaction, match, { loaded, others })];
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === "internal") throw error;
      return [];
    }
  });
  if (plans.length === 0) return false;
  await record(ctx, {
    parts: [
      dueRuns.settle(ctx, run, { confirmed: run.confirmed + plans.length, nextAttemptAt: ctx.now }),
      ...plans.flatMap(({ match, parts }) => [...parts, match]),
    ],
    audit: plans.map(({ match }) => ({ action: "confirm", of: match, details: { run: run.id } })),
  });
  return true;
}

const rowOf = ({ pass, score, parts, reasons }: Proposal, matchId: number) => ({
  matchId,
  pass,
  score,
  reasons,
  parts: parts.map((part) => ({ ...part, n: null })),
  status: "suggested" as const,
});

/** Writes the suggestions of a window, takes away those that are no longer true, and goes on to the next window. */
async function suggestAll(ctx: Ctx, run: Run, window: Window, proposals: readonly Proposal[]): Promise<boolean> {
  const wanted = new Set(proposals.map(({ transactionId, parts }) => `${transactionId} ${inShort(parts)}`));
  const keyOf = (match: Match) => `${match.transactionId} ${match.inShort}`;
  const there = [...window.decided].flatMap((id) => window.existing.get(id) ?? []);
  const stale = there.filter((match) => match.status === "suggested" && !wanted.has(keyOf(match)));
  const known = new Set(there.map(keyOf));
  const fresh = proposals.filter(({ transactionId, parts }) => !known.has(`${transactionId} ${inShort(parts)}`));
  const { last = 0 } = await load(ctx, { last: fresh.length > 0 ? matches.nextId(ctx, fresh.length) : undefined });
  const made = fresh.map((proposal, i): Part => {
    const transaction = window.rows.get(proposal.transactionId) as Transaction; // as above
    return newMatch(ctx, transaction, rowOf(proposal, last - fresh.length + 1 + i));
  });
  const goesOn = window.nextDay !== null;
  await record(ctx, {
    parts: [
      dueRuns.settle(ctx, run, {
        suggested: run.suggested + fresh.length,
        fromDay: window.nextDay,
        ...(goesOn ? { nextAttemptAt: ctx.now } : { status: "done", nextAttemptAt: null, finishedAt: ctx.now }),
      }),
      ...stale.map((match) => matches.remove(ctx, match)),
      together(ctx, made),
    ],
  });
  return !goesOn;
}
