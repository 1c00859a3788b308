import { type Instant, localDateOf, plusDays } from "#/kernel/time.ts";
import { type Condition, holds, type Values } from "./conditions.ts";
import { type FollowUpStatus, isLive, isOut, type Offset, type Reason, type Trigger } from "./statuses.ts";
import { type Anchor, dueAt, isLate, nextAfter, nextTime, timeOfDay } from "./timing.ts";
import { triggerFacts } from "./triggers.ts";

/** What a rule says, as the decisions need it. */
export type Saying = {
  trigger: Trigger;
  enabled: boolean;
  offset: Offset;
  sendAtLocal: string | null;
  conditions: readonly Condition[];
  maxPerEntity: number;
  cooldownDays: number;
  activeFrom: Instant;
  /** Counts the changes of what decides when a follow-up is due. */
  revision: number;
};
/** What is known of a thing at this moment. */
export type Standing = {
  /** Where each trigger of the thing began; absent: it has not. */
  anchors: Partial<Record<Trigger, Anchor>>;
  values: Values;
  /** Why nothing more must be said of it; null: something may be. */
  over: Reason | null;
  zone: string;
};
/** Follow-ups of the rule for the thing that there are already. */
export type Earlier = {
  sequence: number;
  status: FollowUpStatus;
  skipReason: Reason | null;
  anchor: string;
  sentAt: Instant | null;
};

/** What tells one occasion from the next. */
export const anchorText = (anchor: Anchor): string => anchor.key ?? ("at" in anchor ? anchor.at : anchor.on);

export type Plan = { sequence: number; anchor: string; dueAt: Instant; reason: Reason | null };

/** The follow-up that a trigger brings, or undefined where it brings none. One that would be too late is skipped, and says so. */
export function plan(
  rule: Saying,
  { anchors, values, over, zone }: Standing,
  earlier: readonly Earlier[],
  { now, atNight }: { now: Instant; atNight: boolean },
): Plan | undefined {
  const from = anchors[rule.trigger];
  if (!from || over || !holds(rule.conditions, values)) return undefined;
  const anchor = anchorText(from);
  const began = "at" in from ? from.at >= rule.activeFrom : from.on >= localDateOf(rule.activeFrom, zone);
  if (!began || earlier.some((one) => one.anchor === anchor && !isUndone(one))) return undefined;
  if (earlier.filter(counts).length >= rule.maxPerEntity) return undefined;
  const due = dueAt(from, rule, zone);
  const last = lastSent(earlier);
  const free = last && nextAfter(last, rule.cooldownDays, rule.sendAtLocal, zone);
  const planned = free && free > due ? free : due;
  // what came due while nobody looked is not sent in the middle of the night, when the days are looked through
  const at = atNight && planned < now && !isLate(planned, now) ? nextTime(now, timeOfDay(rule), zone) : planned;
  return { sequence: nextSequence(earlier), anchor, dueAt: at, reason: isLate(at, now) ? "late" : null };
}

/** The next one after one that was sent: as long as the rule wants more, its days apart. */
export function planNext(
  rule: Saying,
  sent: { anchor: string; dueAt: Instant },
  earlier: readonly Earlier[],
  { zone, now }: { zone: string; now: Instant },
): Plan | undefined {
  if (rule.cooldownDays === 0 || earlier.filter(counts).length >= rule.maxPerEntity) return undefined;
  // what was sent late does not bring the next one nearer
  const due = nextAfter(sent.dueAt > now ? sent.dueAt : now, rule.cooldownDays, rule.sendAtLocal, zone);
  return { sequence: nextSequence(earlier), anchor: sent.anchor, dueAt: due, reason: null };
}

/** It was cancelled because its rule was switched off; the rule may be on again. */
const isUndone = ({ skipReason }: Earlier): boolean => skipReason === "rule_disabled";
/** Towards `max_per_entity`. One that was handed over counts though it was held back then: the next one would be too, for ever. */
const counts = ({ status, sentAt }: Earlier): boolean => isLive(status) || sentAt !== null;
const nextSequence = (earlier: readonly Earlier[]): number =>
  Math.max(0, ...earlier.map(({ sequence }) => sequence)) + 1;
const lastSent = (earlier: readonly Earlier[]): Instant | undefined =>
  earlier
    .flatMap(({ sentAt, status }) => (sentAt && isOut(status) ? [sentAt] : []))
    .toSorted()
    .at(-1);

type Judged = {
  followUp: { ruleRevision: number; anchor: string; dueAt: Instant };
  rule: (Saying & { channel: string }) | undefined;
  thing: Standing | undefined;
  /** When the rule last sent this customer something about another thing. */
  lastToCustomer: Instant | null;
  now: Instant;
};

/** Why a follow-up must not go out now; undefined: it may. Everything is asked again at the moment of sending. */
export function whyNot({ followUp, rule, thing, lastToCustomer, now }: Judged): Reason | undefined {
  if (!rule) return "rule_removed";
  if (!rule.enabled) return "rule_disabled";
  if (rule.revision !== followUp.ruleRevision) return "rule_changed";
  if (!thing) return "gone";
  if (thing.over) return thing.over;
  const anchor = thing.anchors[rule.trigger];
  if (!anchor || anchorText(anchor) !== followUp.anchor) return "moved";
  if (!holds(rule.conditions, thing.values)) return "conditions";
  // nobody looked for a day or more: the business was suspended, say, and what it missed must not go out all at once. A task writes to nobody.
  if (rule.channel !== "task" && isLate(followUp.dueAt, now)) return "late";
  if (isApart(rule) && lastToCustomer && withinDays(lastToCustomer, now, rule.cooldownDays, thing.zone))
    return "cooldown";
  return undefined;
}

/** Whether the days of a rule lie between messages to one customer, whatever they are about. */
export const isApart = ({ trigger, cooldownDays }: Pick<Saying, "trigger" | "cooldownDays">): boolean =>
  triggerFacts[trigger].cooldown === "customer" && cooldownDays > 0;

const withinDays = (from: Instant, now: Instant, days: number, zone: string): boolean =>
  localDateOf(now, zone) < plusDays(localDateOf(from, zone), days);

/** Days after a message in which what the customer does counts as its success. */
export const SUCCESS_DAYS = 14;

/** A share in basis points; null where nothing was sent. */
export const rateBps = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part * 10_000) / whole);
