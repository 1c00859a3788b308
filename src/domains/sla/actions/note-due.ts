import type { Ctx } from "#/ctx.ts";
import { record } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { AppError } from "#/kernel/errors.ts";
import type { Instant } from "#/kernel/time.ts";
import { dueNow, ofKind } from "../clock.ts";
import { slaViolated, slaWarning } from "../events.ts";
import { dueClocks, nextDue } from "../repo.ts";
import { clocks, type SlaClock, type SlaViolation, violations } from "../tables.ts";
import type { Kind } from "../terms.ts";

/** Clocks that one commit takes. */
const PORTION = 50;
/** Portions of one call; the timer rings again at once for the rest. */
const PORTIONS = 100;

/**
 * Notes every warning and violation that is due, once each however many workers do so at a time: a portion is one commit, which holds to
 * the versions of its clocks. Answers when the next one is due.
 */
export async function noteDue(ctx: Ctx): Promise<Instant | undefined> {
  for (let portions = 0; portions < PORTIONS; portions++) {
    const { found, known } = await load(ctx, dueClocks(ctx, PORTION));
    if (found.length === 0) return await nextDue(ctx);
    try {
      await notePortion(ctx, found, known);
    } catch (error) {
      // another worker was at the same clocks: this one looks again at what is left
      if (!(error instanceof AppError) || error.kind !== "conflict") throw error;
    }
  }
  return ctx.now;
}

async function notePortion(ctx: Ctx, found: readonly SlaClock[], known: readonly SlaViolation[]): Promise<void> {
  const due = found.map((clock) => ({ clock, ...dueNow(clock, ctx.now) }));
  const isKnown = (clock: SlaClock, kind: Kind) =>
    known.find(({ jobId, kind: one }) => jobId === clock.id && one === kind);
  const fresh = due.flatMap(({ clock, violated }) => violated.filter((kind) => !isKnown(clock, kind))).length;
  const lastId = fresh === 0 ? 0 : (await load(ctx, { id: violations.nextId(ctx, fresh) })).id;
  let nextId = lastId - fresh + 1;
  const work = due.map(({ clock, violated, warned }) => {
    const noted = violated.map((kind) => {
      const before = isKnown(clock, kind);
      return before
        ? violations.change(ctx, before, { ...about(clock), ...again(ctx, clock, kind), ...OPEN_AGAIN })
        : violations.insert(ctx, { ...violationOf(ctx, clock, kind), id: nextId++, status: "open" });
    });
    const changed = clocks.change(ctx, clock, {
      ...(warned.includes("response") && { responseWarnedAt: ctx.now }),
      ...(warned.includes("resolution") && { resolutionWarnedAt: ctx.now }),
      ...(violated.includes("response") && { responseBreached: true }),
      ...(violated.includes("resolution") && { resolutionBreached: true }),
    });
    return {
      parts: [changed, ...noted],
      events: [
        ...warned.map((kind) => slaWarning(warningOf(ctx, clock, kind))),
        ...noted.map(({ row }) => slaViolated(row)),
      ],
      audit: noted.map((part) => ({ action: "violate", of: part })),
    };
  });
  await record(ctx, {
    parts: work.flatMap(({ parts }) => parts),
    events: work.flatMap(({ events }) => events),
    audit: work.flatMap(({ audit }) => audit),
  });
}

const OPEN_AGAIN = {
  ...{ status: "open" as const, withdrawnAt: null, acknowledgedBy: null, acknowledgedAt: null, note: null },
};
const dueOf = (clock: SlaClock, kind: Kind): Instant => ofKind(clock, kind).due ?? clock.startedAt;

/** Working seconds beyond the target, where the job has got there already. */
function overdueOf(clock: SlaClock, kind: Kind): number | null {
  const { responseMinutes, resolutionMinutes } = clock.snapshot.targets[clock.priority];
  const [taken, target] =
    kind === "response" ? [clock.responseSeconds, responseMinutes] : [clock.resolutionSeconds, resolutionMinutes];
  return taken === null ? null : Math.max(taken - target * 60, 0);
}

const again = (ctx: Ctx, clock: SlaClock, kind: Kind) => ({
  dueAt: dueOf(clock, kind),
  occurredAt: ctx.now,
  overdueSeconds: overdueOf(clock, kind),
});

const about = ({ id, policyId, policyName, priority, zoneId, technicianId }: SlaClock) => ({
  jobId: id,
  ...{ policyId, policyName, priority, zoneId, technicianId },
});

const violationOf = (ctx: Ctx, clock: SlaClock, kind: Kind) => ({ ...about(clock), kind, ...again(ctx, clock, kind) });

const warningOf = (ctx: Ctx, clock: SlaClock, kind: Kind) => ({
  ...about(clock),
  kind,
  dueAt: dueOf(clock, kind),
  warnedAt: ctx.now,
  responseMetAt: clock.snapshot.responseMetAt,
});
