import { fold } from "#/kernel/fold.ts";
import type { LocalDate } from "#/kernel/time.ts";
import type { Pass, TransactionKind } from "./tables.ts";

// The three passes of domain-rules.md 3.12, each over what the passes before it have left open.

/** A transaction of which a part is open. */
export type OpenTransaction = {
  id: number;
  kind: TransactionKind;
  openCents: number;
  occurredOn: LocalDate;
  customer: string | null;
  reference: string | null;
  /** The sales that its charge pays, where it gives money back. */
  paid: readonly { saleId: number; refundableCents: number }[];
};
/** A sale, or later an invoice, that somebody still owes something for; a credit note is below zero. */
export type OpenItem = { id: number; openCents: number; day: LocalDate; customer: string };
export type Proposal = {
  transactionId: number;
  pass: Exclude<Pass, "manual">;
  /** 0 to 100. */
  score: number;
  parts: { saleId: number; amountCents: number }[];
  reasons: string[];
  /** Certain enough to be confirmed without asking. */
  isCertain: boolean;
};

/** Days within which an equal amount alone is enough. */
const NEAR_DAYS = 3;
/** Days beyond which nothing is suggested. */
export const FAR_DAYS = 10;
/** Most sales that one transaction is suggested to pay together. */
const MOST_TOGETHER = 4;
/** Open sales of one customer among which such a group is looked for. */
const MOST_OF_CUSTOMER = 12;
/** Suggestions for a transaction. */
const MOST_SUGGESTIONS = 5;
const LEAST_SCORE = 60;

export const daysBetween = (a: LocalDate, b: LocalDate): number =>
  Math.round(Math.abs(Date.parse(a) - Date.parse(b)) / 86_400_000);

/**
 * The sale that a reference names: its number alone (`42`, `#42`), or the word sale before a number (`Sale 42`, `sale_id: 42`). Null where it
 * names none, or several.
 */
export function saleNamedIn(reference: string | null): number | null {
  if (reference === null) return null;
  const alone = /^\s*#?(\d{1,12})\s*$/.exec(reference)?.[1];
  if (alone) return Number(alone);
  const named = [
    ...reference.matchAll(/(?<![\p{L}\d])sale(?:[\s_-]*(?:id|no|number))?[\s_:=#.-]*(\d{1,12})(?![\d.,]*\d)/giu),
  ];
  const numbers = new Set(named.map(([, digits]) => Number(digits)));
  return numbers.size === 1 ? ([...numbers][0] ?? null) : null;
}

const words = (text: string | null): Set<string> =>
  new Set(
    text === null
      ? []
      : fold(text)
          .split(/[^\p{L}\p{N}]+/u)
          .filter(Boolean),
  );

/** How alike two names are, 0 to 1: the words that both have, of all that one of them has. */
export function likeness(a: string | null, b: string | null): number {
  const [ours, theirs] = [words(a), words(b)];
  const both = [...ours].filter((word) => theirs.has(word)).length;
  const all = ours.size + theirs.size - both;
  return all === 0 ? 0 : both / all;
}

/** 60 for the amount, up to 25 for the day, up to 15 for the name. */
const scoreOf = (days: number, name: number): number =>
  Math.round(60 + 25 * Math.max(0, 1 - days / FAR_DAYS) + 15 * name);

/**
 * What open transactions pay. Each item and each transaction is in one certain proposal at most, so all of them can be confirmed side by side;
 * suggestions may share items. Depends on nothing but what is given, whatever its order.
 */
export function propose(given: readonly OpenTransaction[], items: readonly OpenItem[]): Proposal[] {
  const all = given.toSorted((a, b) => a.occurredOn.localeCompare(b.occurredOn) || a.id - b.id);
  const charges = all.filter(({ kind }) => kind === "charge");
  const takenItems = new Set<number>();
  const takenCharges = new Set<number>();
  const taken = (proposal: Proposal): Proposal => {
    takenCharges.add(proposal.transactionId);
    for (const { saleId } of proposal.parts) takenItems.add(saleId);
    return proposal;
  };
  const byId = new Map(items.map((item) => [item.id, item]));
  const back = all.filter(({ kind }) => kind !== "charge").flatMap(givenBack);
  const named = charges.flatMap((charge) => {
    const item = byId.get(saleNamedIn(charge.reference) ?? 0);
    const isFree = item && item.openCents > 0 && !takenItems.has(item.id);
    return isFree ? [taken(byReference(charge, item))] : [];
  });
  const isWaiting = (charge: OpenTransaction) => byId.has(saleNamedIn(charge.reference) ?? 0);
  const rest = charges.filter((charge) => !takenCharges.has(charge.id) && !isWaiting(charge));
  const near = pairs(
    rest,
    items.filter(({ id }) => !takenItems.has(id)),
  );
  const exact = near.map(taken);
  const left = rest.filter(({ id }) => !takenCharges.has(id));
  const open = items.filter(({ id }) => !takenItems.has(id));
  return [...back, ...named, ...exact, ...left.flatMap((charge) => suggestions(charge, open))];
}

/** A refund or lost dispute goes to the sales that its charge paid. */
function givenBack(transaction: OpenTransaction): Proposal[] {
  let left = transaction.openCents;
  const parts = transaction.paid.flatMap(({ saleId, refundableCents }) => {
    const amountCents = Math.min(left, refundableCents);
    left -= amountCents;
    return amountCents > 0 ? [{ saleId, amountCents }] : [];
  });
  if (parts.length === 0) return [];
  const isCertain = transaction.paid.length === 1 && left === 0;
  const reasons = ["its charge paid this sale"];
  return [{ transactionId: transaction.id, pass: "reference", score: 100, parts, reasons, isCertain }];
}

/** Pass 1: a charge that names a sale pays it, in part if it is less; what is above the balance needs a person. */
function byReference(charge: OpenTransaction, item: OpenItem): Proposal {
  const amountCents = Math.min(charge.openCents, item.openCents);
  const reasons = [`its reference names sale ${item.id}`];
  const parts = [{ saleId: item.id, amountCents }];
  const isCertain = charge.openCents <= item.openCents;
  return { transactionId: charge.id, pass: "reference", score: 100, parts, reasons, isCertain };
}

/** Pass 2: the same amount within three days, where neither side has another candidate. */
function pairs(charges: readonly OpenTransaction[], items: readonly OpenItem[]): Proposal[] {
  const itemsOf = Map.groupBy(items, ({ openCents }) => openCents);
  const chargesOf = Map.groupBy(charges, ({ openCents }) => openCents);
  const isNear = (charge: OpenTransaction, item: OpenItem) => daysBetween(charge.occurredOn, item.day) <= NEAR_DAYS;
  return charges.flatMap((charge) => {
    const [item, ...others] = (itemsOf.get(charge.openCents) ?? []).filter((one) => isNear(charge, one));
    if (!item || others.length > 0) return [];
    const rivals = (chargesOf.get(charge.openCents) ?? []).filter((one) => isNear(one, item));
    if (rivals.length > 1) return [];
    const days = daysBetween(charge.occurredOn, item.day);
    const score = scoreOf(days, likeness(charge.customer, item.customer));
    const parts = [{ saleId: item.id, amountCents: charge.openCents }];
    const reasons = ["the amounts are equal, and no other fits", dayReason(days)];
    return [{ transactionId: charge.id, pass: "exact" as const, score, parts, reasons, isCertain: true }];
  });
}

const dayReason = (days: number): string => (days === 0 ? "on the same day" : `${days} days apart`);

/** Pass 3: what may be meant: equal amounts within ten days, and sales of one customer that sum to the amount. */
function suggestions(charge: OpenTransaction, items: readonly OpenItem[]): Proposal[] {
  const within = items.filter(({ day }) => daysBetween(charge.occurredOn, day) <= FAR_DAYS);
  const equal = within.filter(({ openCents }) => openCents === charge.openCents).map((item) => [item]);
  const groups = [...Map.groupBy(within, ({ customer }) => fold(customer)).values()].flatMap((ofOne) => {
    const nearest = ofOne.toSorted(
      (a, b) => daysBetween(charge.occurredOn, a.day) - daysBetween(charge.occurredOn, b.day) || a.id - b.id,
    );
    return together(nearest.slice(0, MOST_OF_CUSTOMER), charge.openCents);
  });
  return [...equal, ...groups]
    .map((group) => suggestion(charge, group))
    .filter(({ score }) => score >= LEAST_SCORE)
    .toSorted(
      (a, b) =>
        b.score - a.score || a.parts.length - b.parts.length || (a.parts[0]?.saleId ?? 0) - (b.parts[0]?.saleId ?? 0),
    )
    .slice(0, MOST_SUGGESTIONS);
}

function suggestion(charge: OpenTransaction, group: readonly OpenItem[]): Proposal {
  const days = Math.max(...group.map(({ day }) => daysBetween(charge.occurredOn, day)));
  const name = likeness(charge.customer, group[0]?.customer ?? null);
  const sum = group.length === 1 ? "the amounts are equal" : `${group.length} amounts of one customer sum to it`;
  const reasons = [sum, dayReason(days), ...(name > 0 ? ["the names are alike"] : [])];
  const parts = group.map(({ id, openCents }) => ({ saleId: id, amountCents: openCents }));
  return { transactionId: charge.id, pass: "fuzzy", score: scoreOf(days, name), parts, reasons, isCertain: false };
}

/** Every group of two to four items that sums to an amount. */
function together(items: readonly OpenItem[], amountCents: number): OpenItem[][] {
  const found: OpenItem[][] = [];
  const choose = (from: number, chosen: OpenItem[], left: number): void => {
    if (left === 0 && chosen.length > 1) found.push(chosen);
    if (chosen.length === MOST_TOGETHER) return;
    for (let i = from; i < items.length; i++) {
      const item = items[i] as OpenItem; // i is below the length
      choose(i + 1, [...chosen, item], left - item.openCents);
    }
  };
  choose(0, [], amountCents);
  return found;
}
