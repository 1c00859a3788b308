import { describe, expect, it } from "vitest";
import type { JobPriority, JobStatus } from "#/domains/dispatch/index.ts";
import { type Instant, toInstant } from "#/kernel/time.ts";
import { type Clock, dueNow, nextOf, outcomeOf, readingOf, stateOf } from "./clock.ts";
import { noWindows } from "./hours.ts";
import { policyFor } from "./matching.ts";
import { type Change, storyOf } from "./story.ts";
import type { Match, ResponseStatus, Snapshot, Target } from "./terms.ts";

/** A time of 10 March 2026 in New York, or of another day of that March. */
const at = (time: string, day = 10) => toInstant(`2026-03-${day}T${time}:00-04:00`);
const target: Target = { responseMinutes: 60, resolutionMinutes: 240 };
const snapshot: Snapshot = {
  policyName: "Everybody",
  calendarName: "Office",
  targets: { urgent: { responseMinutes: 30, resolutionMinutes: 120 }, high: target, normal: target, low: target },
  warnAtBps: 8000,
  responseMetAt: "acknowledged",
  clockStarts: "created",
  workingTime: {
    timezone: "America/New_York",
    is24x7: false,
    windows: {
      ...noWindows(),
      tuesday: [{ opens: "08:00", closes: "17:00" }],
      wednesday: [{ opens: "08:00", closes: "17:00" }],
    },
    holidays: [],
  },
};
const change = ([fromStatus, toStatus]: [JobStatus, JobStatus], time: string, more: Partial<Change> = {}): Change => ({
  ...{ fromStatus, toStatus, at: at(time), occurredAt: null, isApplied: true, reason: null, action: "report" },
  ...more,
});
const hold = (time: string) => change(["en_route", "on_hold"], time, { action: "hold", reason: "Waits for a part" });
const resume = (time: string) => change(["on_hold", "en_route"], time, { action: "resume" });
const acknowledge = (time: string, more = {}) => change(["dispatched", "acknowledged"], time, more);
const complete = (time: string) => change(["in_progress", "completed"], time);

function clockOf(
  history: Change[],
  priority: JobPriority = "normal",
  metAt: ResponseStatus = "acknowledged",
  notBefore: Instant | null = null,
): Clock {
  const reading = readingOf(snapshot, priority, storyOf({ createdAt: at("09:00"), notBefore }, history, metAt));
  const noted = {
    responseWarnedAt: null,
    resolutionWarnedAt: null,
    responseBreached: false,
    resolutionBreached: false,
  };
  return { ...reading, ...noted };
}

describe("the clock of a job", () => {
  it("warns at four fifths of the time, and is looked at for the first thing that comes", () => {
    const clock = clockOf([]);
    expect(clock).toMatchObject({
      responseWarnAt: at("09:48"),
      responseDueAt: at("10:00"),
      resolutionDueAt: at("13:00"),
    });
    expect([nextOf(clock), dueNow(clock, at("09:48"))]).toEqual([at("09:48"), { violated: [], warned: ["response"] }]);
    expect(nextOf({ ...clock, responseWarnedAt: at("09:48") })).toBe(at("10:00"));
    expect(dueNow(clock, at("10:00"))).toEqual({ violated: ["response"], warned: [] });
  });

  it("is answered by the first sign of the technician, at the status that the policy names", () => {
    const way = [
      acknowledge("09:10"),
      change(["acknowledged", "en_route"], "09:20"),
      change(["en_route", "on_site"], "09:40"),
    ];
    const met = (metAt: ResponseStatus) => clockOf(way, "normal", metAt).respondedAt;
    expect([met("acknowledged"), met("en_route"), met("on_site")]).toEqual([at("09:10"), at("09:20"), at("09:40")]);
    expect(clockOf([change(["dispatched", "en_route"], "09:20")]).respondedAt).toBe(at("09:20")); // nobody acknowledged
  });

  it("stays answered when somebody else takes the job over, and not when the report is taken back", () => {
    const taken = change(["acknowledged", "dispatched"], "09:30", { action: "assign" });
    const back = change(["acknowledged", "dispatched"], "09:30", { action: "step_back" });
    expect(clockOf([acknowledge("09:10"), taken, acknowledge("09:50")]).respondedAt).toBe(at("09:10"));
    expect(clockOf([acknowledge("09:10"), back]).respondedAt).toBeNull();
  });

  it("counts what a phone tells late by the phone's clock, where the job had gone on too", () => {
    const late = { at: at("11:00"), occurredAt: at("09:15") };
    expect(clockOf([acknowledge("11:00", late)]).respondedAt).toBe(at("09:15"));
    const beside = { ...late, isApplied: false };
    const story = [
      change(["dispatched", "en_route"], "10:30"),
      { ...acknowledge("11:00", beside), fromStatus: "en_route" as const },
    ];
    expect(clockOf(story)).toMatchObject({ respondedAt: at("09:15"), responseSeconds: 900 });
  });

  it("keeps the first technician's response when the second one takes theirs back", () => {
    const taken = change(["acknowledged", "dispatched"], "09:30", { action: "assign" });
    const back = change(["acknowledged", "dispatched"], "09:55", { action: "step_back" });
    expect(clockOf([acknowledge("09:10"), taken, acknowledge("09:50"), back]).respondedAt).toBe(at("09:10"));
    const held = [acknowledge("09:10"), change(["acknowledged", "on_hold"], "09:20", { action: "hold" })];
    const resumed = [...held, change(["on_hold", "acknowledged"], "09:40", { action: "resume" }), back];
    expect(clockOf(resumed).respondedAt).toBeNull();
  });

  it("takes no report of a time at which nobody had the job", () => {
    const given = change(["pending", "dispatched"], "10:30", { action: "assign" });
    const told = (time: string) => acknowledge("11:00", { occurredAt: at(time), isApplied: false });
    expect(clockOf([given, told("09:15")]).respondedAt).toBeNull();
    expect(clockOf([given, acknowledge("10:40"), told("10:35")]).respondedAt).toBe(at("10:35"));
    const firstLife = [change(["pending", "dispatched"], "09:05"), change(["dispatched", "cancelled"], "09:30")];
    const secondLife = [change(["cancelled", "pending"], "10:00", { action: "reopen" }), given];
    expect(clockOf([...firstLife, ...secondLife, told("09:20")]).respondedAt).toBeNull();
  });

  it("stands still for the resolution while the job is on hold, and adds what was held of the working time", () => {
    expect(clockOf([hold("10:00")])).toMatchObject({
      ...{ resolutionDueAt: null, onHoldSince: at("10:00"), holdReason: "Waits for a part" },
      ...{ responseDueAt: at("10:00") }, // goes on
    });
    expect(clockOf([hold("10:00"), resume("11:30")])).toMatchObject({
      resolutionDueAt: at("14:30"),
      heldSeconds: 5400,
    });
    const night = [hold("16:00"), { ...resume("09:00"), at: at("09:00", 11) }];
    expect(clockOf(night)).toMatchObject({ heldSeconds: 7200, resolutionDueAt: at("13:00") }); // it was due before
    const overNight = [hold("12:00"), { ...resume("09:00"), at: at("09:00", 11) }];
    expect(clockOf(overNight)).toMatchObject({ heldSeconds: 6 * 3600, resolutionDueAt: at("10:00", 11) });
    const done = clockOf([hold("10:00"), resume("11:30"), complete("14:00")]);
    expect([done.resolutionSeconds, outcomeOf(done, "resolution")]).toEqual([3.5 * 3600, "met"]);
  });

  it("does not forget what was due before the job was put on hold or completed", () => {
    const held = clockOf([hold("13:30")]);
    expect([held.resolutionDueAt, dueNow(held, at("15:00")).violated]).toEqual([
      at("13:00"),
      ["response", "resolution"],
    ]);
    const done = clockOf([acknowledge("09:10"), complete("13:01")]);
    expect([nextOf(done), dueNow(done, at("15:00")).violated, stateOf(done)]).toEqual([
      at("13:00"),
      ["resolution"],
      "breached",
    ]);
  });

  it("counts for nothing once the job was cancelled in time", () => {
    const cancelled = clockOf([change(["dispatched", "cancelled"], "09:30", { action: "cancel" })]);
    expect([nextOf(cancelled), dueNow(cancelled, at("18:00")).violated, stateOf(cancelled)]).toEqual([
      null,
      [],
      "cancelled",
    ]);
    const late = clockOf([change(["dispatched", "cancelled"], "10:30", { action: "cancel" })]);
    expect(dueNow(late, at("18:00")).violated).toEqual(["response"]);
  });

  it("begins again when a cancelled job is opened, and goes on when a completed one is", () => {
    const opened = change(["cancelled", "pending"], "12:00", { action: "reopen" });
    expect(clockOf([change(["dispatched", "cancelled"], "09:30"), opened])).toMatchObject({
      ...{ startedAt: at("12:00"), responseDueAt: at("13:00"), resolutionDueAt: at("16:00"), cancelledAt: null },
    });
    const again = change(["completed", "in_progress"], "12:00", { action: "reopen" });
    expect(clockOf([acknowledge("09:10"), complete("11:00"), again])).toMatchObject({
      ...{ resolvedAt: null, resolutionDueAt: at("14:00"), respondedAt: at("09:10") },
    });
  });

  it("of work that was agreed for later starts then, and what is done before counts as done at once", () => {
    const agreed = clockOf([acknowledge("09:10")], "normal", "acknowledged", at("13:00"));
    expect(agreed).toMatchObject({ startedAt: at("13:00"), respondedAt: at("13:00"), responseSeconds: 0 });
    expect(agreed.resolutionDueAt).toBe(at("17:00"));
  });

  it("computes from the original start when the priority changes", () => {
    expect(clockOf([], "urgent")).toMatchObject({ responseDueAt: at("09:30"), resolutionDueAt: at("11:00") });
  });
});

it("a job gets the policy of lowest rank that matches it, else the default", () => {
  const anything: Match = { priorities: [], jobTypes: [], customerIds: [], agreementPlanIds: [], zoneIds: [] };
  const policy = (id: number, rank: number, match: Partial<Match>, more = {}) => ({
    ...{ id, rank, isDefault: false, isEnabled: true, match: { ...anything, ...match } },
    ...more,
  });
  const all = [
    policy(1, 0, {}, { isDefault: true }),
    policy(2, 20, { priorities: ["urgent"] }),
    policy(3, 10, { priorities: ["urgent"], zoneIds: [5] }),
    policy(4, 30, { jobTypes: ["Refrigeration"] }),
    policy(5, 30, { customerIds: [7] }),
    policy(6, 40, { agreementPlanIds: [2] }),
    policy(7, 1, {}, { isEnabled: false }),
  ];
  const job = { priority: "normal" as const, jobType: null, customerIds: [], agreementPlanIds: [], zoneId: null };
  const idFor = (more: Partial<Parameters<typeof policyFor>[1]>) => policyFor(all, { ...job, ...more })?.id;
  expect(idFor({})).toBe(1);
  expect(idFor({ priority: "urgent" })).toBe(2);
  expect(idFor({ priority: "urgent", zoneId: 5 })).toBe(3);
  expect(idFor({ jobType: "refrigeration" })).toBe(4);
  expect(idFor({ customerIds: [9, 7], jobType: "REFRIGERATION" })).toBe(4); // the older of two of one rank
  expect(idFor({ customerIds: [9, 7] })).toBe(5); // 7 was merged into 9
  expect(idFor({ agreementPlanIds: [2, 3] })).toBe(6);
});
