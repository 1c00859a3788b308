import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toInstant } from "#/kernel/time.ts";
import { assign, isFinished, lastSeqOf, type Progress, report, reportedStatuses, slotOf } from "./rules.ts";
import { type JobStatus, jobStatuses, slots } from "./statuses.ts";

const now = toInstant("2026-03-28T13:00:00Z");

/** The transitions of domain-rules.md 3.22, written out once more on purpose. */
const allowed = new Set([
  "dispatched > acknowledged",
  "dispatched > en_route",
  "acknowledged > en_route",
  "en_route > on_site",
  "en_route > in_progress",
  "on_site > in_progress",
  "in_progress > completed",
]);
const pairs = jobStatuses.flatMap((from) => reportedStatuses.map((to) => ({ from, to })));

describe("what a technician may report", () => {
  it.each(pairs.filter(({ from, to }) => allowed.has(`${from} > ${to}`)))(
    "takes a job from $from to $to",
    ({ from, to }) => {
      expect(report({ status: from }, to, now)).toMatchObject({ status: to });
    },
  );

  it.each(pairs.filter(({ from, to }) => !allowed.has(`${from} > ${to}`)))(
    "leaves a job in $from when told $to",
    ({ from, to }) => {
      expect(report({ status: from }, to, now)).toBeNull();
    },
  );

  it("stamps the status that is reached and no other", () => {
    expect(report({ status: "dispatched" }, "acknowledged", now)).toEqual({
      status: "acknowledged",
      acknowledgedAt: now,
    });
    expect(report({ status: "dispatched" }, "en_route", now)).toEqual({ status: "en_route", enRouteAt: now });
    expect(report({ status: "en_route" }, "on_site", now)).toEqual({ status: "on_site", onSiteAt: now });
    expect(report({ status: "en_route" }, "in_progress", now)).toEqual({ status: "in_progress", startedAt: now });
    expect(report({ status: "in_progress" }, "completed", now)).toEqual({ status: "completed", completedAt: now });
  });
});

describe("giving a job to a technician", () => {
  it.each(["pending", "dispatched", "acknowledged"] as const)(
    "works while it is %s, and has not acknowledged yet",
    (status) => {
      expect(assign({ status }, 3, now)).toEqual({
        status: "dispatched",
        technicianId: 3,
        assignedAt: now,
        acknowledgedAt: null,
      });
    },
  );

  it.each(["en_route", "on_site", "in_progress", "completed", "cancelled"] as const)(
    "is too late once it is %s",
    (status) => {
      expect(assign({ status }, 3, now)).toBeNull();
    },
  );
});

describe("any order of reports and assignments", () => {
  const fresh: Progress = {
    status: "pending",
    technicianId: null,
    assignedAt: null,
    acknowledgedAt: null,
    enRouteAt: null,
    onSiteAt: null,
    startedAt: null,
    completedAt: null,
  };
  const step = fc.oneof(
    fc.constantFrom(...reportedStatuses).map((to) => ({ to })),
    fc.integer({ min: 1, max: 3 }).map((technicianId) => ({ technicianId })),
  );
  const order: readonly JobStatus[] = jobStatuses;

  it("never changes a job by a refused step, and never leaves the way of the day", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let job = fresh;
        for (const [minute, told] of steps.entries()) {
          const at = toInstant(Date.parse(now) + minute * 60_000);
          const before = structuredClone(job);
          const change = "to" in told ? report(job, told.to, at) : assign(job, told.technicianId, at);
          expect(job).toEqual(before);
          if (!change) continue;
          job = { ...job, ...change };
          const [was, is] = [order.indexOf(before.status), order.indexOf(job.status)];
          expect(is > was || job.status === "dispatched").toBe(true);
          expect(is - was).toBeLessThanOrEqual(2);
        }
        const stamps = [
          job.assignedAt,
          job.acknowledgedAt,
          job.enRouteAt,
          job.onSiteAt,
          job.startedAt,
          job.completedAt,
        ];
        const times = stamps.filter((stamp) => stamp !== null);
        expect(times).toEqual(times.toSorted());
        expect(job.completedAt !== null).toBe(job.status === "completed");
        expect(job.technicianId === null).toBe(job.status === "pending");
      }),
    );
  });
});

describe("the place of a job in lists", () => {
  it("is its start, whatever became of it; without one, finished jobs come before the backlog", () => {
    expect(slotOf({ scheduledStart: now, status: "completed" })).toBe(now);
    expect(slotOf({ scheduledStart: null, status: "dispatched" })).toBe(slots.backlog);
    expect(slotOf({ scheduledStart: null, status: "completed" })).toBe(slots.finished);
    expect([now, slots.finished, slots.backlog, slots.end]).toEqual(
      [now, slots.finished, slots.backlog, slots.end].toSorted(),
    );
    expect(jobStatuses.filter(isFinished)).toEqual(["completed", "cancelled"]);
  });
});

it("only a plain number is an event that a viewer can have seen last", () => {
  expect(["0", "118", "999999999999999"].map(lastSeqOf)).toEqual([0, 118, 999999999999999]);
  const garbage = [undefined, "", "-1", "1.5", "1e3", " 7", "0x10", "9".repeat(16), "٣", "null"];
  expect(garbage.map(lastSeqOf)).toEqual(garbage.map(() => null));
});
