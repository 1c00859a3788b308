import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Instant, toInstant } from "#/kernel/time.ts";
import {
  assign,
  cancel,
  hold,
  isFinished,
  isReopenable,
  isTooLate,
  lastSeqOf,
  type Move,
  type Progress,
  pairProblems,
  reachable,
  reopen,
  report,
  reportedStatuses,
  resume,
  searchTextOf,
  slotOf,
  stepBack,
  unassign,
} from "./rules.ts";
import { type JobStatus, jobStatuses, slots, workingStatuses } from "./statuses.ts";

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
const fresh: Progress = {
  status: "pending",
  statusAt: null,
  technicianId: null,
  crew: [],
  heldFrom: null,
  holdReason: null,
  cancelReason: null,
  cancelledAt: null,
  assignedAt: null,
  acknowledgedAt: null,
  enRouteAt: null,
  onSiteAt: null,
  startedAt: null,
  completedAt: null,
};
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
      statusAt: now,
      acknowledgedAt: now,
    });
    expect(report({ status: "dispatched" }, "en_route", now)).toEqual({
      status: "en_route",
      statusAt: now,
      enRouteAt: now,
    });
    expect(report({ status: "en_route" }, "on_site", now)).toEqual({ status: "on_site", statusAt: now, onSiteAt: now });
    expect(report({ status: "en_route" }, "in_progress", now)).toEqual({
      status: "in_progress",
      statusAt: now,
      startedAt: now,
    });
    expect(report({ status: "in_progress" }, "completed", now)).toEqual({
      status: "completed",
      statusAt: now,
      completedAt: now,
    });
  });
});

describe("giving a job to a technician", () => {
  it.each(["pending", "dispatched", "acknowledged"] as const)(
    "works while it is %s, and has not acknowledged yet",
    (status) => {
      expect(assign({ status, heldFrom: null }, 3, now)).toEqual({
        status: "dispatched",
        statusAt: now,
        technicianId: 3,
        assignedAt: now,
        acknowledgedAt: null,
      });
    },
  );

  it.each(["en_route", "on_site", "in_progress", "completed", "cancelled"] as const)(
    "is too late once it is %s",
    (status) => {
      expect(assign({ status, heldFrom: null }, 3, now)).toBeNull();
      expect(unassign({ status, heldFrom: null }, now)).toBeNull();
    },
  );
});

describe("the steps of the office", () => {
  const at = (status: JobStatus, more: Partial<Progress> = {}): Progress => ({ ...fresh, status, ...more });

  it.each(workingStatuses)("hold a job that is %s, and let it go on there", (status) => {
    const held = { ...at(status), ...hold(at(status), "no part", now) };
    expect(held).toMatchObject({ status: "on_hold", heldFrom: status, holdReason: "no part" });
    expect({ ...held, ...resume(held, now) }).toMatchObject({ status, heldFrom: null, holdReason: null });
    expect(cancel(at(status), "sold", now)).toMatchObject({
      status: "cancelled",
      cancelReason: "sold",
      cancelledAt: now,
    });
  });

  it("leave a finished job as it is, but to open it again", () => {
    for (const status of ["completed", "cancelled"] as const) {
      expect([hold(at(status), "x", now), cancel(at(status), "x", now), stepBack(at(status), now)]).toEqual([
        null,
        null,
        null,
      ]);
      expect(reachable(at(status))).toEqual([status === "completed" ? "in_progress" : "pending"]);
    }
    expect(reopen(at("completed", { completedAt: now }), now)).toMatchObject({
      status: "in_progress",
      completedAt: null,
    });
    const dropped = at("cancelled", {
      technicianId: 3,
      crew: [4],
      enRouteAt: now,
      cancelReason: "sold",
      cancelledAt: now,
    });
    expect({ ...dropped, ...reopen(dropped, now) }).toEqual({ ...fresh, statusAt: now });
    expect(workingStatuses.map((status) => reopen(at(status), now))).toEqual(workingStatuses.map(() => null));
  });

  it("open a completed job again within 24 hours, to the millisecond", () => {
    const completedAt = toInstant("2026-03-27T13:00:00Z");
    expect(isReopenable({ completedAt }, now)).toBe(true);
    expect(isReopenable({ completedAt }, toInstant("2026-03-28T13:00:00.001Z"))).toBe(false);
  });

  it.each([
    ["acknowledged", {}, "dispatched", "acknowledgedAt"],
    ["en_route", {}, "dispatched", "enRouteAt"],
    ["en_route", { acknowledgedAt: now }, "acknowledged", "enRouteAt"],
    ["on_site", {}, "en_route", "onSiteAt"],
    ["in_progress", {}, "en_route", "startedAt"],
    ["in_progress", { onSiteAt: now }, "on_site", "startedAt"],
  ] as const)("step back from %s %o to %s, over what was skipped", (status, stamps, to, stamp) => {
    const job = at(status, { ...stamps, [stamp]: now });
    expect(stepBack(job, now)).toEqual({ status: to, statusAt: now, [stamp]: null });
    expect(reachable(job)).toContain(to);
  });

  it.each(["pending", "dispatched", "on_hold"] as const)("find nothing to step back to from %s", (status) => {
    expect(stepBack(at(status), now)).toBeNull();
  });

  it("give a job on hold to another technician, who begins at the beginning", () => {
    const held = at("on_hold", { heldFrom: "acknowledged", technicianId: 3, acknowledgedAt: now });
    const given = { ...held, ...assign(held, 4, now) };
    expect(given).toMatchObject({ status: "on_hold", heldFrom: "dispatched", technicianId: 4, acknowledgedAt: null });
    expect({ ...given, ...unassign(given, now) }).toMatchObject({ heldFrom: "pending", technicianId: null });
    expect(assign(at("on_hold", { heldFrom: "en_route" }), 4, now)).toBeNull();
  });
});

describe("what is told late", () => {
  const job = { ...fresh, createdAt: toInstant("2026-03-28T08:00:00Z") };
  it("is what happened before the last change of the status", () => {
    const moved = { ...job, statusAt: now };
    expect(isTooLate(moved, toInstant("2026-03-28T12:59:59.999Z"))).toBe(true);
    expect(isTooLate(moved, now)).toBe(false);
  });
  it("is judged by the stamps of a job that is older than the time of its status", () => {
    const old = { ...job, assignedAt: toInstant("2026-03-28T09:00:00Z"), enRouteAt: now };
    expect([isTooLate(old, toInstant("2026-03-28T12:00:00Z")), isTooLate(old, now)]).toEqual([true, false]);
    expect(isTooLate(job, toInstant("2026-03-28T07:59:59Z"))).toBe(true);
  });
});

describe("any order of steps", () => {
  const step = fc.oneof(
    fc.constantFrom(...reportedStatuses).map((to) => (job: Progress, at: Instant) => report(job, to, at)),
    fc.integer({ min: 1, max: 3 }).map((id) => (job: Progress, at: Instant) => assign(job, id, at)),
    fc.constantFrom<((job: Progress, at: Instant) => Move | null)[]>(
      unassign,
      resume,
      stepBack,
      reopen,
      (job, at) => hold(job, "a part is missing", at),
      (job, at) => cancel(job, "the house is sold", at),
    ),
  );

  it("changes nothing where it is refused, goes only where it may, and leaves a job whole", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let job = fresh;
        for (const [minute, take] of steps.entries()) {
          const at = toInstant(Date.parse(now) + minute * 60_000);
          const before = structuredClone(job);
          const change = take(job, at);
          expect(job).toEqual(before);
          if (!change) continue;
          job = { ...job, ...change };
          if (job.status !== before.status && job.status !== "dispatched")
            expect(reachable(before)).toContain(job.status);
          expect(job.statusAt).toBe(at);
          const working = job.status === "on_hold" ? job.heldFrom : job.status;
          expect(job.heldFrom !== null).toBe(job.status === "on_hold");
          expect(job.completedAt !== null).toBe(job.status === "completed");
          expect(job.cancelledAt !== null).toBe(job.status === "cancelled");
          if (working !== "cancelled") expect(job.technicianId === null).toBe(working === "pending");
        }
      }),
    );
  });
});

describe("the times and the place of a job", () => {
  const none = {
    ...{ scheduledStart: null, scheduledEnd: null, arrivalWindowStart: null, arrivalWindowEnd: null },
    ...{ serviceLatitude: null, serviceLongitude: null },
  };
  const later = toInstant("2026-03-28T15:00:00Z");
  it.each([
    [none, []],
    [{ ...none, scheduledStart: now, scheduledEnd: later, arrivalWindowStart: now, arrivalWindowEnd: now }, []],
    [{ ...none, scheduledStart: now }, ["scheduled_end"]],
    [{ ...none, scheduledStart: now, scheduledEnd: now }, ["scheduled_end"]],
    [{ ...none, arrivalWindowEnd: now }, ["arrival_window_end"]],
    [{ ...none, arrivalWindowStart: later, arrivalWindowEnd: now }, ["arrival_window_end"]],
    [{ ...none, serviceLatitude: 0 }, ["service_longitude"]],
  ])("%o: %o", (job, fields) => {
    expect(Object.keys(pairProblems(job))).toEqual(fields);
  });
});

it("a job is found by its texts without accents, and by the digits of the phone number", () => {
  const job = { title: "Heißes Öl", customerName: "José Núñez", customerPhone: "+1 (813) 555-0142" };
  const rest = { serviceAddress: "12 Rue d'Été", serviceCity: null, serviceZip: "33601", jobType: null };
  expect(searchTextOf({ ...job, ...rest })).toBe("heisses ol jose nunez 12 rue dete 33601 18135550142");
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
