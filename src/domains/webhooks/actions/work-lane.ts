import type { Ctx } from "#/ctx.ts";
import { load } from "#/db/tenant/load.ts";
import { clockMs, timesNow } from "#/kernel/clock.ts";
import { log } from "#/kernel/log.ts";
import { openHeaders } from "../headers.ts";
import { noteFailures, noteSuccess } from "../lane-repo.ts";
import { holdAfter, SLOTS } from "../lane-rules.ts";
import { fateOfDelivery, isGone, retrySchedule } from "../rules.ts";
import { type OutgoingPost, send } from "../send.ts";
import { signingOf } from "../signing.ts";
import { type Delivery, dueLanes, type Lane, type LaneFailure, type Target } from "../tables.ts";
import {
  type LaneId,
  noteNext,
  type Outcome,
  rescueBroken,
  settle,
  skipWaiting,
  takeDue,
  targetOf,
} from "../turn-repo.ts";
import { urlPolicy } from "../url-rules.ts";
import { tellOfTarget } from "./tell-of-target.ts";

/** A worker begins no attempt after this; another goes on. */
const WORKING_MS = 10_000;
/** What ends within this is written together, and what becomes due meanwhile is taken with it: a trip for each event would be too many. */
const GATHER_MS = 100;
/** The same while more is waiting than the slots can take. */
const FULL_GATHER_MS = 20;
/** A worker that waits for a slow receiver looks this often whether there is something for its free slots. */
const LOOK_MS = 250;
/** Deliveries of a target that no longer gets any, skipped in one transaction. */
const SKIPPED_AT_ONCE = 200;
/** Lines of the log of a delivery: a whole schedule, and what people ask for beyond it. */
const LOGGED = 30;

/** An attempt that has ended, and the delivery as it is then. */
type Done = {
  delivery: Delivery;
  attempt: Delivery["attempts"][number];
  fields: Outcome;
  retryAfter?: number | undefined;
};

/** A target has work: sends what is due, within its slots, until nothing is. Takes the first deliveries, and answers with the rest of the work. */
export async function workLane(ctx: Ctx, id: string): Promise<(() => Promise<void>) | undefined> {
  const number = Number(id);
  const lane: LaneId = Number.isInteger(number) ? number : { ofDelivery: id };
  const begun = await turn(ctx, lane, { takes: true, looksAround: true, staysAwake: false });
  const { target } = begun;
  if (!target || (begun.taken.length === 0 && begun.skipped === 0)) return undefined;
  return () => work(ctx, target.id, begun);
}

type Turn = Awaited<ReturnType<typeof turn>>;

type Wanted = {
  /** Attempts that have ended. */
  done?: readonly Done[];
  /** Whether new attempts may begin. */
  takes: boolean;
  /** Also looks for attempts whose worker has died, and for what a target that gets nothing has waiting. */
  looksAround?: boolean;
  /** The worker has attempts under way, so it comes back. */
  staysAwake: boolean;
  before?: Lane | undefined;
};

/** One trip: writes the outcomes of attempts, and takes what is due for the slots that are free. */
async function turn(ctx: Ctx, lane: LaneId, { done = [], takes, looksAround = false, staysAwake, before }: Wanted) {
  const outcomes = laneOutcomes(ctx, done, before);
  const answers = await load(ctx, {
    ...Object.fromEntries(done.map(({ delivery, fields }, i) => [`settled${i}`, settle(ctx, delivery, fields)])),
    ...(typeof lane === "number" && outcomes.succeeded && { success: noteSuccess(ctx, lane) }),
    ...(typeof lane === "number" && outcomes.failures && { failures: noteFailures(ctx, lane, outcomes.failures) }),
    rescued: looksAround ? rescueBroken(ctx, lane) : undefined,
    skipped: looksAround ? skipWaiting(ctx, lane, SKIPPED_AT_ONCE) : undefined,
    taken: takes ? takeDue(ctx, lane) : undefined,
    lane: noteNext(ctx, lane, { takes, staysAwake }),
    target: targetOf(ctx, lane),
  });
  const taken = (answers.taken ?? []).toSorted((a, b) => a.sequence - b.sequence);
  const skipped = (answers.skipped as D1Result | undefined)?.meta.changes ?? 0;
  return { taken, skipped, target: answers.target, lane: answers.lane, hold: outcomes.failures?.holdUntil };
}

/** What attempts, in the order of their ends, say of the receiver. */
function laneOutcomes(ctx: Ctx, done: readonly Done[], before: Lane | undefined) {
  const lastSuccess = done.findLastIndex(({ attempt }) => attempt.error === null);
  const failed = done.slice(lastSuccess + 1);
  const last = failed.at(-1);
  const n = failed.length;
  if (!last) return { succeeded: lastSuccess >= 0 };
  const { delivery, attempt, retryAfter } = last;
  const failures = (lastSuccess >= 0 ? 0 : (before?.failures ?? 0)) + n;
  const holdUntil = holdAfter({
    failures,
    schedule: retrySchedule(ctx.env),
    now: ctx.now,
    random: Math.random(),
    retryAfter,
  });
  const failure: LaneFailure = {
    deliveryId: delivery.id,
    eventId: delivery.eventId,
    eventType: delivery.eventType,
    at: attempt.at,
    responseStatus: attempt.responseStatus,
    error: attempt.error,
  };
  return { succeeded: lastSuccess >= 0, failures: { n, last: failure, holdUntil } };
}

/** Keeps the slots filled until nothing is due, then rings for what comes later. */
async function work(ctx: Ctx, id: number, begun: Turn): Promise<void> {
  const deadline = clockMs() + WORKING_MS;
  const underWay = new Map<string, Promise<void>>();
  const ended: Done[] = [];
  let sender: { version: number; post: Post } | undefined;

  const one = async (delivery: Delivery, post: Post) => {
    const done = await attempt(ctx, delivery, post);
    underWay.delete(delivery.id);
    ended.push(done);
  };
  const begin = async (target: Target, deliveries: readonly Delivery[]) => {
    if (deliveries.length === 0) return;
    if (sender?.version !== target.version) sender = { version: target.version, post: await posting(ctx, target) };
    const { post } = sender;
    for (const delivery of deliveries) underWay.set(delivery.id, one(delivery, post));
  };

  let last = begun;
  let begins = true;
  for (;;) {
    if (last.target) await begin(last.target, last.taken);
    if (underWay.size === 0 && ended.length === 0 && last.skipped === 0) break;
    await untilSomeEnd(underWay, ended);
    const now = { ...ctx, ...timesNow() };
    const done = ended.splice(0);
    const takes = clockMs() <= deadline;
    const looksAround = last.target?.status !== "active" || last.target.delivery !== "push";
    last = await turn(now, id, { done, takes, looksAround, staysAwake: underWay.size > 0, before: last.lane });
    await ringForRetries(now, id, done, last.hold);
    if (last.target && last.lane)
      await tellOfTarget(
        now,
        last.target,
        last.lane,
        done.some(({ attempt: a }) => isGone(a)),
      );
    const isDue = last.lane?.nextAttemptAt && last.lane.nextAttemptAt <= now.now;
    if (begins && !takes && isDue) await dueLanes.ringNow(now, [String(id)]); // another worker begins from here on
    begins = takes;
  }
}

/** Waits for attempts to end; where slots are free, not for long, so that what comes meanwhile can begin. */
async function untilSomeEnd(underWay: ReadonlyMap<string, Promise<void>>, ended: readonly Done[]): Promise<void> {
  const isFull = underWay.size >= SLOTS;
  if (underWay.size > 0 && ended.length === 0)
    await Promise.race([...underWay.values(), ...(isFull ? [] : [sleep(LOOK_MS)])]);
  if (ended.length > 0 && !(isFull && underWay.size === 0)) await sleep(isFull ? FULL_GATHER_MS : GATHER_MS);
}
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Rings for each delivery that is tried again, but not before the next probe. */
async function ringForRetries(ctx: Ctx, id: number, done: readonly Done[], hold: Turn["hold"]): Promise<void> {
  const times = done.flatMap(({ fields: { nextAttemptAt } }) => nextAttemptAt ?? []);
  const all = hold ? [hold, ...times.filter((at) => at > hold)] : times;
  await Promise.all(all.map((at) => dueLanes.ringAt(ctx, String(id), at)));
}

type Post = Pick<OutgoingPost, "url" | "secrets" | "signingKeys" | "headers">;

/** What all posts to a target have in common. */
export async function posting({ env, realNow }: Ctx, target: Target): Promise<Post> {
  const [signing, headers] = await Promise.all([signingOf(env, target, realNow), openHeaders(env, target)]);
  return { url: target.url, headers, ...signing };
}

/** Sends one attempt, and decides what becomes of its delivery. */
async function attempt(ctx: Ctx, delivery: Delivery, post: Post): Promise<Done> {
  const { id, eventId, body, attemptCount, scheduleStart } = delivery;
  const started = timesNow();
  const { retryAfter, ...outcome } = await send({ ...post, eventId, body, at: started.realNow }, urlPolicy(ctx.env));
  const end = timesNow();
  const { status, nextAttemptAt } = fateOfDelivery(
    { ...outcome, retryAfter },
    { schedule: retrySchedule(ctx.env), attempts: attemptCount - scheduleStart, now: end.now, random: Math.random() },
  );
  const logged = { attempt: attemptCount, at: started.now, ...outcome, nextAttemptAt };
  log("info", "webhook attempt", {
    tenant: ctx.tenant.id,
    delivery: id,
    attempt: attemptCount,
    response_status: outcome.responseStatus,
    error: outcome.error,
    duration_ms: outcome.durationMs,
    result: status,
  });
  const fields = {
    status,
    attempts: [...delivery.attempts, logged].slice(-LOGGED),
    nextAttemptAt,
    deliveredAt: status === "delivered" ? end.now : delivery.deliveredAt,
  };
  return { delivery, attempt: logged, fields, retryAfter };
}
